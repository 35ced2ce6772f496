/// Where the operands of a convolution-like sum lie: for every target pixel, one run of floats in the
/// source for each tap.
///
///     target(n, y, x)[c] += Σ over taps, k of source(n, y·step + dy, x·step + dx)[k] · weight[tap, k, c]
///
/// A convolution is such a sum, and its gradient by the input is one for each class of input pixels that
/// see the same taps.
@safe
struct GatherPlan {
  /// Pictures.
  var batch: Int
  /// Target pixels a picture, on the grid of this plan.
  var height: Int
  var width: Int
  /// The source's extents and floats a pixel.
  var sourceHeight: Int
  var sourceWidth: Int
  var sourceChannels: Int
  /// Source pixels from one target pixel to the next.
  var step: Int
  /// The taps' places relative to the target pixel's.
  var taps: [(dy: Int, dx: Int)]
  /// Floats read at each tap; more than a pixel where a tap is a whole row of the window.
  var depth: Int
  /// Where on the whole target picture this plan's grid lies.
  var targetHeight: Int
  var targetWidth: Int
  var targetChannels: Int
  var targetStep: Int
  var targetOffset: (y: Int, x: Int)

  var pixels: Int { batch * height * width }

  /// Writes down where the runs of `rows` start, `[taps][rows]`, and where their results go.
  ///
  /// - Parameters:
  ///   - rows: Target pixels.
  ///   - source: The source's first element.
  ///   - zeros: `depth` zeros, which a tap outside the source reads.
  ///   - runs: `[taps][rows]`.
  ///   - places: `[rows]`, in elements from the target's first.
  func locate(
    _ rows: Range<Int>, source: UnsafePointer<Float>, zeros: UnsafePointer<Float>,
    runs: UnsafeMutablePointer<UnsafePointer<Float>>, places: UnsafeMutablePointer<Int>
  ) {
    guard !rows.isEmpty else { return }
    let rowPitch = sourceWidth * sourceChannels
    // Counted up from pixel to pixel: a division takes as long as a dozen multiplications of vectors.
    let (line, column) = rows.lowerBound.quotientAndRemainder(dividingBy: width)
    var (picture, y) = line.quotientAndRemainder(dividingBy: height)
    var x = column
    unsafe taps.withUnsafeBufferPointer { taps in
      var (top, bottom, left, right) = (0, 0, 0, 0)
      for tap in 0..<taps.count {
        let (dy, dx) = unsafe taps[tap]
        (top, bottom) = (min(top, dy), max(bottom, dy))
        (left, right) = (min(left, dx), max(right, dx))
      }
      for r in 0..<rows.count {
        let (sourceY, sourceX) = (y &* step, x &* step)
        let origin =
          unsafe source + ((picture &* sourceHeight &+ sourceY) &* rowPitch)
          + sourceX &* sourceChannels
        var run = unsafe runs + r
        if sourceY &+ top >= 0 && sourceY &+ bottom < sourceHeight && sourceX &+ left >= 0
          && sourceX &+ right < sourceWidth
        {
          for tap in 0..<taps.count {
            let (dy, dx) = unsafe taps[tap]
            unsafe run.pointee = origin + (dy &* rowPitch &+ dx &* sourceChannels)
            unsafe run += rows.count
          }
        } else {
          for tap in 0..<taps.count {
            let (dy, dx) = unsafe taps[tap]
            // As unsigned numbers, coordinates left of or above the source are too large as well.
            let isInside =
              UInt(bitPattern: sourceY &+ dy) < UInt(bitPattern: sourceHeight)
              && UInt(bitPattern: sourceX &+ dx) < UInt(bitPattern: sourceWidth)
            unsafe run.pointee =
              isInside ? origin + (dy &* rowPitch &+ dx &* sourceChannels) : zeros
            unsafe run += rows.count
          }
        }
        let targetY = y &* targetStep &+ targetOffset.y
        let targetX = x &* targetStep &+ targetOffset.x
        unsafe places[r] =
          ((picture &* targetHeight &+ targetY) &* targetWidth &+ targetX) &* targetChannels
        x &+= 1
        if x == width {
          x = 0
          y &+= 1
          if y == height {
            y = 0
            picture &+= 1
          }
        }
      }
    }
  }

  /// Copies the runs of whole lines of target pixels so that pixels become contiguous:
  /// `[taps × depth][stride]`, the transposed left operand.
  func transposeRuns(
    ofLines lines: Range<Int>, source: UnsafePointer<Float>,
    into target: UnsafeMutablePointer<Float>, stride: Int, _ kernels: KernelSet
  ) {
    let rowPitch = sourceWidth * sourceChannels
    let pixelPitch = step * sourceChannels
    for (index, line) in lines.enumerated() {
      let (picture, y) = line.quotientAndRemainder(dividingBy: height)
      for (tap, (dy, dx)) in taps.enumerated() {
        let rows = unsafe target + tap * depth * stride + index * width
        let sourceY = y * step + dy
        // Where on the line the tap is inside the source.
        var inside = 0..<0
        if sourceY >= 0 && sourceY < sourceHeight {
          let first = dx < 0 ? (-dx + step - 1) / step : 0
          let end = min(width, (sourceWidth - dx + step - 1) / step)
          inside = min(first, width)..<max(end, min(first, width))
        }
        if inside.count < width {
          for k in 0..<depth {
            let row = unsafe rows + k * stride
            unsafe row.update(repeating: 0, count: inside.lowerBound)
            unsafe (row + inside.upperBound).update(
              repeating: 0, count: width - inside.upperBound)
          }
        }
        if inside.isEmpty { continue }
        let start =
          unsafe source + (picture * sourceHeight + sourceY) * rowPitch
          + (inside.lowerBound * step + dx) * sourceChannels
        unsafe kernels.microkernels.transpose(
          inside.count, depth, start, pixelPitch, rows + inside.lowerBound, stride)
      }
    }
  }
}

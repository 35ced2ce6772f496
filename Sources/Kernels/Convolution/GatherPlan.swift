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

  /// Floats of zeros that a tap outside the source reads.
  var zeroCount: Int { depth }

  /// Writes down the runs and the target places of `rows` pixels from `first` on.
  ///
  /// Pixels beyond the last repeat it, with their results going to `spare`.
  func locate(
    first: Int, rows: Int, source: UnsafePointer<Float>, zeros: UnsafePointer<Float>,
    target: UnsafeMutablePointer<Float>, spare: UnsafeMutablePointer<Float>,
    runs: UnsafeMutablePointer<UnsafePointer<Float>>,
    places: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  ) {
    let rowPitch = sourceWidth * sourceChannels
    let last = pixels - 1
    unsafe taps.withUnsafeBufferPointer { taps in
      for r in 0..<rows {
        let (line, x) = min(first + r, last).quotientAndRemainder(dividingBy: width)
        let (picture, y) = line.quotientAndRemainder(dividingBy: height)
        let (sourceY, sourceX) = (y * step, x * step)
        let origin =
          unsafe source + (picture * sourceHeight + sourceY) * rowPitch
          + sourceX * sourceChannels
        for tap in 0..<taps.count {
          let (dy, dx) = unsafe taps[tap]
          // As unsigned numbers, coordinates left of or above the source are too large as well.
          let isInside =
            UInt(bitPattern: sourceY + dy) < UInt(bitPattern: sourceHeight)
            && UInt(bitPattern: sourceX + dx) < UInt(bitPattern: sourceWidth)
          unsafe runs[tap * rows + r] =
            isInside ? origin + (dy * rowPitch + dx * sourceChannels) : zeros
        }
        let targetY = y * targetStep + targetOffset.y
        let targetX = x * targetStep + targetOffset.x
        let place = ((picture * targetHeight + targetY) * targetWidth + targetX) * targetChannels
        unsafe places[r] = first + r <= last ? target + place : spare
      }
    }
  }
}

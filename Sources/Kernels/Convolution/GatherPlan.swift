/// Where the operands of a convolution-like sum lie: for every target pixel, one run of numbers in the
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
  /// Source pixels read at each tap: one, or a whole row of the window.
  var runPixels: Int
  /// Where on the whole target picture this plan's grid lies.
  var targetHeight: Int
  var targetWidth: Int
  var targetChannels: Int
  var targetStep: Int
  var targetOffset: (y: Int, x: Int)
  private(set) var taps: [Tap] = []

  /// Where a run lies relative to its target pixel.
  struct Tap {
    let dy: Int
    let dx: Int
    /// The target's columns whose run lies within the source's line from end to end.
    let columns: Range<Int>
  }

  var pixels: Int { batch * height * width }
  /// Elements of a run.
  var depth: Int { runPixels * sourceChannels }

  /// Whether the run of each target pixel is the source's pixel of the same number.
  var isPointwise: Bool {
    taps.count == 1 && runPixels == 1 && step == 1 && taps[0].dy == 0 && taps[0].dx == 0
      && height == sourceHeight && width == sourceWidth && height == targetHeight
      && width == targetWidth && targetStep == 1
  }

  mutating func addTap(dy: Int, dx: Int) {
    let first = min(dx < 0 ? (-dx + step - 1) / step : 0, width)
    let room = sourceWidth - runPixels - dx
    let end = room < 0 ? 0 : min(room / step + 1, width)
    taps.append(Tap(dy: dy, dx: dx, columns: first..<max(first, end)))
  }

  /// Writes down where the runs of `rows` start, `[taps][rows]`, and where their results go.
  ///
  /// - Parameters:
  ///   - rows: Target pixels.
  ///   - source: The source's first element.
  ///   - zeros: `depth` zeros, or what else lies around a source; a tap outside it reads them.
  ///   - copies: `copyCount(pixels:)` elements for runs that are partly outside.
  ///   - runs: `[taps][rows]`.
  ///   - places: `[rows]`, in elements from the target's first.
  func locate<Element>(
    _ rows: Range<Int>, source: UnsafePointer<Element>, zeros: UnsafePointer<Element>,
    copies: UnsafeMutablePointer<Element>, runs: UnsafeMutablePointer<UnsafePointer<Element>>,
    places: UnsafeMutablePointer<Int>
  ) {
    guard !rows.isEmpty else { return }
    let (line, start) = rows.lowerBound.quotientAndRemainder(dividingBy: width)
    var (picture, y) = line.quotientAndRemainder(dividingBy: height)
    var (x, row, copies) = unsafe (start, 0, copies)
    unsafe taps.withUnsafeBufferPointer { taps in
      while row < rows.count {
        // The pixels of one line together: their runs are a fixed step apart.
        let count = min(rows.count &- row, width &- x)
        for tap in 0..<taps.count {
          unsafe locate(
            taps[tap], picture, y, x, count, source, zeros, &copies,
            runs + (tap &* rows.count &+ row))
        }
        let targetY = picture &* targetHeight &+ y &* targetStep &+ targetOffset.y
        let targetX = x &* targetStep &+ targetOffset.x
        var place = (targetY &* targetWidth &+ targetX) &* targetChannels
        for index in row..<row &+ count {
          unsafe places[index] = place
          place &+= targetStep &* targetChannels
        }
        row &+= count
        (x, y) = (0, y &+ 1)
        if y == height { (y, picture) = (0, picture &+ 1) }
      }
    }
  }

  /// Elements for the copies of `pixels` pixels' runs.
  func copyCount(pixels: Int) -> Int { runPixels > 1 ? pixels * taps.count * depth : 0 }

  /// Writes down where the runs of one tap start, for `count` pixels of a line from `x` on.
  @inline(__always)
  private func locate<Element>(
    _ tap: Tap, _ picture: Int, _ y: Int, _ x: Int, _ count: Int,
    _ source: UnsafePointer<Element>, _ zeros: UnsafePointer<Element>,
    _ copies: inout UnsafeMutablePointer<Element>,
    _ runs: UnsafeMutablePointer<UnsafePointer<Element>>
  ) {
    guard let line = unsafe sourceLine(tap, picture, y, source) else {
      for index in 0..<count { unsafe runs[index] = zeros }
      return
    }
    let first = min(max(tap.columns.lowerBound &- x, 0), count)
    let end = max(min(tap.columns.upperBound &- x, count), first)
    let pixel = x &* step &+ tap.dx
    var run = unsafe line + (pixel &+ first &* step) &* sourceChannels
    for index in first..<end {
      unsafe runs[index] = run
      unsafe run += step &* sourceChannels
    }
    if end &- first == count { return }
    for index in 0..<count where index < first || index >= end {
      if runPixels == 1 {
        unsafe runs[index] = zeros
      } else {
        let start = pixel + index * step
        unsafe copies.update(from: zeros, count: depth)
        unsafe copyPixels(start..<start + runPixels, of: line, to: copies)
        unsafe runs[index] = UnsafePointer(copies)
        unsafe copies += depth
      }
    }
  }

  /// Where the source's line begins that a tap reads; nil if it is outside.
  @inline(__always)
  private func sourceLine<Element>(
    _ tap: Tap, _ picture: Int, _ y: Int, _ source: UnsafePointer<Element>
  ) -> UnsafePointer<Element>? {
    let sourceY = y &* step &+ tap.dy
    guard sourceY >= 0, sourceY < sourceHeight else { return nil }
    let line = picture &* sourceHeight &+ sourceY
    return unsafe source + (line &* sourceWidth) &* sourceChannels
  }

  /// Copies pixels of a line, but none that are outside.
  private func copyPixels<Element>(
    _ pixels: Range<Int>, of line: UnsafePointer<Element>, to copy: UnsafeMutablePointer<Element>
  ) {
    let inside = pixels.clamped(to: 0..<sourceWidth)
    if inside.isEmpty { return }
    unsafe (copy + (inside.lowerBound - pixels.lowerBound) * sourceChannels).update(
      from: line + inside.lowerBound * sourceChannels, count: inside.count * sourceChannels)
  }

  /// Copies the runs of whole lines of target pixels so that pixels become contiguous:
  /// `[taps × depth][stride]`, the transposed left operand.
  func transposeRuns(
    ofLines lines: Range<Int>, source: UnsafePointer<Float>,
    into target: UnsafeMutablePointer<Float>, stride: Int, _ kernels: KernelSet
  ) {
    let lineWidth = (width - 1) * step + runPixels
    unsafe BufferPool.shared.withFloats(lineWidth * sourceChannels) { wholeLine in
      for (index, line) in lines.enumerated() {
        let (picture, y) = line.quotientAndRemainder(dividingBy: height)
        for (number, tap) in taps.enumerated() {
          let rows = unsafe target + number * depth * stride + index * width
          let line = unsafe sourceLine(tap, picture, y, source)
          var inside = 0..<0
          var start = unsafe UnsafePointer(wholeLine)
          if let line = unsafe line {
            if runPixels > 1 && tap.columns.count < width {
              unsafe wholeLine.update(repeating: 0, count: lineWidth * sourceChannels)
              unsafe copyPixels(tap.dx..<tap.dx + lineWidth, of: line, to: wholeLine)
              inside = 0..<width
            } else {
              inside = tap.columns
              unsafe start = line + (inside.lowerBound * step + tap.dx) * sourceChannels
            }
          }
          if inside.count < width {
            for k in 0..<depth {
              let row = unsafe rows + k * stride
              unsafe row.update(repeating: 0, count: inside.lowerBound)
              unsafe (row + inside.upperBound).update(
                repeating: 0, count: width - inside.upperBound)
            }
          }
          unsafe kernels.microkernels.transpose(
            inside.count, depth, start, step * sourceChannels, rows + inside.lowerBound, stride)
        }
      }
    }
  }
}

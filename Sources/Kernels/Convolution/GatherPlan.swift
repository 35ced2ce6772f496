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

  /// Writes down where the runs of tiles start and where their results go.
  ///
  /// - Parameters:
  ///   - first: The first tile's first target pixel.
  ///   - heights: How the pixels from there on are shared out to tiles.
  ///   - source: The source's first element.
  ///   - zeros: `depth` zeros, or what else lies around a source; a tap outside it reads them.
  ///   - copies: `copyCount(pixels:)` elements for runs that are partly outside.
  ///   - runs: `[taps][rows]` for each tile, with room for ``spareRuns`` more.
  ///   - place: Gets a row's number and where its result goes, in elements from the target's first.
  @inline(__always)
  func locate<Element>(
    from first: Int, _ heights: TileHeights, source: UnsafePointer<Element>,
    zeros: UnsafePointer<Element>, copies: UnsafeMutablePointer<Element>,
    runs: UnsafeMutablePointer<UnsafePointer<Element>>,
    place: (_ row: Int, _ place: Int) -> Void
  ) {
    guard heights.rowCount > 0 else { return }
    if isPointwise {
      for row in 0..<heights.rowCount {
        let pixel = first &+ row
        unsafe runs[row] = source + pixel &* sourceChannels
        place(row, pixel &* targetChannels)
      }
      return
    }
    let (line, start) = first.quotientAndRemainder(dividingBy: width)
    var (picture, y) = line.quotientAndRemainder(dividingBy: height)
    var (x, row, copies) = unsafe (start, 0, copies)
    // The tile that is being noted, how many there were, its rows, and the next of these.
    var (tile, tileCount, tileRows, index) = unsafe (runs, 0, 0, 0)
    unsafe withUnsafeTemporaryAllocation(of: LineTap<Element>.self, capacity: taps.count) { line in
      guard let line = line.baseAddress else { return }
      while row < heights.rowCount {
        let inside = unsafe locate(picture, y, source, zeros, line)
        let end = min(width, x &+ heights.rowCount &- row)
        let targetY = picture &* targetHeight &+ y &* targetStep &+ targetOffset.y
        let targetLine = targetY &* targetWidth &+ targetOffset.x
        while x < end {
          if index == tileRows {
            unsafe tile += tileRows &* taps.count
            tileRows = heights.rows(of: tileCount).count
            tileCount &+= 1
            index = 0
          }
          var count = 1
          if index == 0, x >= inside.lowerBound, x &+ tileRows <= min(end, inside.upperBound) {
            count = tileRows
            unsafe noteTile(x, rows: tileRows, line, tile)
          } else {
            for tap in 0..<taps.count {
              unsafe tile[tap &* tileRows &+ index] = run(taps[tap], line[tap], x, zeros, &copies)
            }
          }
          for x in x..<x &+ count {
            place(row, (targetLine &+ x &* targetStep) &* targetChannels)
            row &+= 1
          }
          index &+= count
          x &+= count
        }
        (x, y) = (0, y &+ 1)
        if y == height { (y, picture) = (0, picture &+ 1) }
      }
    }
  }

  /// Pointers behind those of all runs that may be written too.
  static let spareRuns = 3

  /// Notes the runs of a tile of neighbours that are all within the source's lines.
  @inline(__always)
  private func noteTile<Element>(
    _ x: Int, rows: Int, _ line: UnsafePointer<LineTap<Element>>,
    _ tile: UnsafeMutablePointer<UnsafePointer<Element>>
  ) {
    let distance = step &* sourceChannels &* MemoryLayout<Element>.stride
    let four = SIMD4(0, distance, 2 &* distance, 3 &* distance)
    let target = UnsafeMutableRawPointer(tile)
    // The last four first: what they write beyond the rows is the next tap's, which comes later.
    var row = (rows &- 1) & ~3
    while row >= 0 {
      let places = four &+ (x &+ row) &* distance
      var place = unsafe target + row &* 8
      for tap in 0..<taps.count {
        let (start, mask) = unsafe (Int(bitPattern: line[tap].start), line[tap].mask)
        unsafe place.storeBytes(of: places & mask &+ start, as: SIMD4<Int>.self)
        unsafe place += rows &* 8
      }
      row &-= 4
    }
  }

  /// Elements for the copies of `pixels` pixels' runs.
  func copyCount(pixels: Int) -> Int { runPixels > 1 ? pixels * taps.count * depth : 0 }

  /// Where the runs of one tap lie for a line of target pixels.
  @safe
  private struct LineTap<Element> {
    /// The run of column 0, which need not exist; zeros, if the source has no such line.
    let start: UnsafePointer<Element>
    /// All bits, or none if there is no such line.
    let mask: Int
  }

  /// Writes down where the runs of all taps lie for a line; the columns between which none reaches beyond a line's
  /// ends are returned.
  @inline(__always)
  private func locate<Element>(
    _ picture: Int, _ y: Int, _ source: UnsafePointer<Element>, _ zeros: UnsafePointer<Element>,
    _ line: UnsafeMutablePointer<LineTap<Element>>
  ) -> Range<Int> {
    var (first, end) = (0, width)
    for (index, tap) in taps.enumerated() {
      if let start = unsafe sourceLine(tap, picture, y, source) {
        unsafe (line + index).initialize(
          to: LineTap(start: start + tap.dx &* sourceChannels, mask: -1))
        first = max(first, tap.columns.lowerBound)
        end = min(end, tap.columns.upperBound)
      } else {
        unsafe (line + index).initialize(to: LineTap(start: zeros, mask: 0))
      }
    }
    return first..<max(first, end)
  }

  /// The run of one tap in a column near a line's ends.
  private func run<Element>(
    _ tap: Tap, _ line: LineTap<Element>, _ x: Int, _ zeros: UnsafePointer<Element>,
    _ copies: inout UnsafeMutablePointer<Element>
  ) -> UnsafePointer<Element> {
    if line.mask == 0 { return unsafe zeros }
    let run = unsafe line.start + x * step * sourceChannels
    if tap.columns.contains(x) { return unsafe run }
    if runPixels == 1 { return unsafe zeros }
    let copy = unsafe copies
    unsafe copies += depth
    unsafe copy.update(from: zeros, count: depth)
    let pixel = x * step + tap.dx
    let inside = (pixel..<pixel + runPixels).clamped(to: 0..<sourceWidth)
    let skipped = (inside.lowerBound - pixel) * sourceChannels
    if !inside.isEmpty {
      unsafe (copy + skipped).update(from: run + skipped, count: inside.count * sourceChannels)
    }
    return unsafe UnsafePointer(copy)
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

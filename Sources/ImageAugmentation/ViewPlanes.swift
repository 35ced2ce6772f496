import Kernels
import RandomNumbers

/// A view between two operations: for each row its red, green and blue samples, in 0 … 1, one plane
/// after the other and each padded to whole sixteens.
struct ViewPlanes {
  let size: Int
  /// The length of a row of one plane.
  let stride: Int
  var samples: [Float]

  /// Makes planes of any content.
  init(size: Int) {
    self.size = size
    stride = KernelSet.paddedLength(size)
    samples = FloatArrayPool.shared.take(3 * stride * size)
  }

  /// Lets others use the memory; the planes are empty afterwards.
  mutating func finish() {
    var given: [Float] = []
    swap(&given, &samples)
    FloatArrayPool.shared.give(given)
  }

  func row(_ y: Int) -> Range<Int> { 3 * stride * y..<3 * stride * (y + 1) }

  /// The number of the row or column that stands for one outside: mirrored at the outermost one, which
  /// is not repeated (OpenCV's `BORDER_REFLECT_101`).
  func mirrored(_ position: Int) -> Int {
    guard size > 1 else { return 0 }
    let period = 2 * (size - 1)
    let wrapped = ((position % period) + period) % period
    return min(wrapped, period - wrapped)
  }

  /// Gives each row to be written.
  mutating func forEachRow(_ body: (_ y: Int, _ row: inout MutableSpan<Float>) -> Void) {
    let (size, length) = (size, 3 * stride)
    var all = samples.mutableSpan
    for y in 0..<size {
      var row = all._mutatingExtracting(length * y..<length * (y + 1))
      body(y, &row)
    }
  }

  /// Convolves rows and then columns with the symmetric `window`, whose length is odd.
  mutating func convolve(
    _ window: [Float], with kernels: KernelSet, finish: (Int, inout MutableSpan<Float>) -> Void
  ) {
    let radius = window.count / 2
    var across = ViewPlanes(size: size)
    let columns = paddedColumns(by: radius)
    let offsets = Array(0..<window.count)
    var padded = [Float](repeating: 0, count: columns.count)
    var all = across.samples.mutableSpan
    for line in 0..<3 * size {
      pad(line, columns, radius, into: &padded, at: 0)
      var row = all._mutatingExtracting(line * stride..<(line + 1) * stride)
      kernels.sumRows(padded.span, at: offsets.span, weights: window.span, into: &row)
    }
    let mirrors = (-radius..<size + radius).map { across.row(mirrored($0)).lowerBound }
    forEachRow { y, row in
      kernels.sumRows(
        across.samples.span, at: mirrors.span.extracting(y..<y + window.count),
        weights: window.span,
        into: &row)
      finish(y, &row)
    }
    across.finish()
  }

  /// Correlates with a square `window` of odd side.
  mutating func correlate(
    _ window: [Float], side: Int, with kernels: KernelSet,
    finish: (Int, inout MutableSpan<Float>) -> Void
  ) {
    let radius = side / 2
    let columns = paddedColumns(by: radius)
    let paddedStride = columns.count
    var padded = FloatArrayPool.shared.take(3 * size * paddedStride)
    for line in 0..<3 * size {
      pad(line, columns, radius, into: &padded, at: line * paddedStride)
    }
    // What has no weight is not read.
    let taps = window.indices.filter { window[$0] != 0 }
    let weights = taps.map { window[$0] }
    let places = taps.map { (down: $0 / side, right: $0 % side) }
    let mirrors = (-radius..<size + radius).map { 3 * mirrored($0) * paddedStride }
    let stride = stride
    var offsets = [Int](repeating: 0, count: taps.count)
    forEachRow { y, row in
      for (tap, place) in places.enumerated() {
        offsets[tap] = mirrors[y + place.down] + place.right
      }
      for plane in 0..<3 {
        let source = padded.span.extracting(plane * paddedStride..<padded.count)
        var target = row._mutatingExtracting(plane * stride..<(plane + 1) * stride)
        kernels.sumRows(source, at: offsets.span, weights: weights.span, into: &target)
      }
      finish(y, &row)
    }
    FloatArrayPool.shared.give(padded)
  }

  /// The columns that a row with `radius` more samples, mirrored, on both sides consists of.
  private func paddedColumns(by radius: Int) -> [Int] {
    (-radius..<stride + radius).map { mirrored(min($0, size + radius)) }
  }

  /// Copies a line with its margins.
  private func pad(
    _ line: Int, _ columns: [Int], _ radius: Int, into padded: inout [Float], at start: Int
  ) {
    let row = samples.span.extracting(line * stride..<line * stride + size)
    var all = padded.mutableSpan
    var target = all._mutatingExtracting(start..<start + columns.count)
    for x in 0..<radius { target[x] = row[columns[x]] }
    for x in radius + size..<columns.count { target[x] = row[columns[x]] }
    var inner = target._mutatingExtracting(radius..<radius + size)
    for x in 0..<size { inner[x] = row[x] }
  }

  /// Multiplies dropped cells by 0; a pixel's cell is the one its upper left corner is in.
  mutating func drop(_ dropout: CoarseDropout) {
    let random = CounterRandom(seed: dropout.key)
    let (size, stride) = (size, stride)
    let columns = max(3, Int(dropout.gridShare.x * Float(size)))
    let rows = max(3, Int(dropout.gridShare.y * Float(size)))
    let channels = dropout.perChannel ? 3 : 1
    /// The first pixel of a cell along an axis of `count` cells, and the first of the next cell.
    func extent(_ cell: Int, of count: Int) -> Range<Int> {
      (cell * size + count - 1) / count..<((cell + 1) * size + count - 1) / count
    }
    var samples = samples.mutableSpan
    for number in 0..<rows * columns * channels {
      guard random.uniform(number) < dropout.probability else { continue }
      let (cell, channel) = (number / channels, number % channels)
      for y in extent(cell / columns, of: rows) {
        for plane in channels == 1 ? 0..<3 : channel..<channel + 1 {
          let start = (3 * y + plane) * stride
          for x in extent(cell % columns, of: columns) { samples[start + x] = 0 }
        }
      }
    }
  }

  /// Fills a square with grey of level 128, as imgaug's `Cutout` does.
  mutating func cutOut(x: Float, y: Float, side: Float) {
    func edge(_ share: Float) -> Int { min(max(Int(share * Float(size)), 0), size) }
    let (left, right) = (edge(x - side / 2), edge(x + side / 2))
    for row in edge(y - side / 2)..<max(edge(y - side / 2), edge(y + side / 2)) {
      for plane in 0..<3 {
        for column in left..<max(left, right) {
          samples[(3 * row + plane) * stride + column] = 128.0 / 255
        }
      }
    }
  }
}

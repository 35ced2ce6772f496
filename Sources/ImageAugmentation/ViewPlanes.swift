import Kernels
import RandomNumbers

/// A view between two operations: for each row its red, green and blue samples, in 0 … 1, one plane
/// after the other and each padded to whole sixteens.
struct ViewPlanes {
  let size: Int
  /// The length of a row of one plane.
  let stride: Int
  var samples: [Float]

  init(size: Int) {
    self.size = size
    stride = KernelSet.paddedLength(size)
    samples = [Float](repeating: 0, count: 3 * stride * size)
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

  /// Convolves rows and then columns with the symmetric `window`, whose length is odd.
  mutating func convolve(_ window: [Float], with kernels: KernelSet) {
    let radius = window.count / 2
    var across = ViewPlanes(size: size)
    let padded = self.padded(by: radius)
    let paddedStride = stride + 2 * radius
    for y in 0..<size {
      for plane in 0..<3 {
        let start = (3 * y + plane) * stride
        let source = (3 * y + plane) * paddedStride
        var target = across.samples.mutableSpan
        var row = target._mutatingExtracting(start..<start + stride)
        for (tap, weight) in window.enumerated() {
          kernels.addScaled(
            padded.span.extracting(source + tap..<source + tap + stride), weight, to: &row)
        }
      }
    }
    var result = ViewPlanes(size: size)
    for y in 0..<size {
      var target = result.samples.mutableSpan
      var row = target._mutatingExtracting(self.row(y))
      for (tap, weight) in window.enumerated() {
        let source = self.row(mirrored(y + tap - radius))
        kernels.addScaled(across.samples.span.extracting(source), weight, to: &row)
      }
    }
    self = result
  }

  /// Correlates with a square `window` of odd side.
  mutating func correlate(_ window: [Float], side: Int, with kernels: KernelSet) {
    let radius = side / 2
    let padded = self.padded(by: radius)
    let paddedStride = stride + 2 * radius
    var result = ViewPlanes(size: size)
    for y in 0..<size {
      var target = result.samples.mutableSpan
      for down in 0..<side {
        let sourceRow = 3 * mirrored(y + down - radius)
        for right in 0..<side where window[down * side + right] != 0 {
          for plane in 0..<3 {
            let start = (3 * y + plane) * stride
            let source = (sourceRow + plane) * paddedStride + right
            var row = target._mutatingExtracting(start..<start + stride)
            kernels.addScaled(
              padded.span.extracting(source..<source + stride), window[down * side + right],
              to: &row)
          }
        }
      }
    }
    self = result
  }

  /// All rows with `radius` more samples, mirrored, on both sides.
  private func padded(by radius: Int) -> [Float] {
    let columns = (-radius..<stride + radius).map { mirrored(min($0, size + radius)) }
    return [Float](capacity: 3 * size * (stride + 2 * radius)) { output in
      let source = samples.span
      for plane in 0..<3 * size {
        for x in 0..<radius { output.append(source[plane * stride + columns[x]]) }
        for x in 0..<size { output.append(source[plane * stride + x]) }
        for x in radius + size..<columns.count {
          output.append(source[plane * stride + columns[x]])
        }
      }
    }
  }

  /// Multiplies dropped cells by 0; a pixel's cell is the one its upper left corner is in.
  mutating func drop(_ dropout: CoarseDropout) {
    let random = CounterRandom(seed: dropout.key)
    let columns = max(3, Int(dropout.gridShare.x * Float(size)))
    let rows = max(3, Int(dropout.gridShare.y * Float(size)))
    let channels = dropout.perChannel ? 3 : 1
    let drops = (0..<rows * columns * channels).map { random.uniform($0) < dropout.probability }
    guard drops.contains(true) else { return }
    for y in 0..<size {
      let cellRow = y * rows / size
      for plane in 0..<3 {
        let start = (3 * y + plane) * stride
        for x in 0..<size {
          let cell = cellRow * columns + x * columns / size
          if drops[cell * channels + min(plane, channels - 1)] { samples[start + x] = 0 }
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

import Kernels
import MicrokernelTemplates
import TestSupport

/// Blocks of cosine coefficients: transforms against sums in double precision, sums of integers exactly.
extension MicrokernelTests {
  private static func bytes(_ count: Int, _ random: inout SeededRandom) -> [UInt8] {
    (0..<count).map { _ in UInt8(random.integer(in: 0...255)) }
  }

  /// ``computedBasis(_:_:)`` of whole numbers.
  private static func basis(_ u: Int, _ x: Double) -> Double { bases[u * 8 + Int(x)] }

  private static let bases = (0..<64).map { computedBasis($0 / 8, Double($0 % 8)) }

  /// cos((2x + 1) u π / 16) with the weight that makes the transform orthonormal.
  private static func computedBasis(_ u: Int, _ x: Double) -> Double {
    // cos by its series: the standard library has none without Foundation.
    var angle = (2 * x + 1) * Double(u) * Double.pi / 16
    angle -= 2 * Double.pi * (angle / (2 * Double.pi)).rounded()
    var (term, sum) = (1.0, 1.0)
    for index in 1...20 {
      term *= -angle * angle / Double((2 * index - 1) * (2 * index))
      sum += term
    }
    return sum * (u == 0 ? 0.125.squareRoot() : 0.5)
  }

  private static func trial(
    _ actual: [UInt8], _ expected: [Double], tolerance: Double, _ problem: String
  ) -> MicrokernelTrial {
    MicrokernelTrial(
      actual: actual.map { Float($0) }, expected: expected,
      tolerance: expected.map { _ in tolerance }, problem: problem)
  }

  /// `size` × `size` samples of each block: the transform's low frequencies.
  static func inverse(
    _ function: InverseTransformFunction, size: Int, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.integer(in: 1...9)
    let factors = (0..<64).map { _ in Int16(random.integer(in: 1...4)) }
    var coefficients = [Int16](repeating: 0, count: count * 64)
    for block in 0..<count {
      coefficients[block * 64] = Int16(random.integer(in: -150...150))
      // Some blocks have nothing else.
      for _ in 0..<random.integer(in: 0...12) {
        let (row, column) = (random.integer(in: 0...size - 1), random.integer(in: 0...size - 1))
        if row + column > 0 {
          coefficients[block * 64 + row * 8 + column] = Int16(random.integer(in: -30...30))
        }
      }
    }
    let stride = count * size + 3
    var result = [UInt8](repeating: 77, count: stride * size)
    function(count, coefficients, factors, &result, stride)
    // A sample of a smaller scale is the mean of those it stands for.
    let width = 8 / size
    func mean(_ frequency: Int, _ place: Int) -> Double {
      let first = place % size * width
      return (first..<first + width).reduce(0) { $0 + basis(frequency, Double($1)) } / Double(width)
    }
    var expected = [Double](repeating: 77, count: stride * size)
    for row in 0..<size {
      for column in 0..<count * size {
        var sum = 128.0
        for index in 0..<64 {
          let value = Int(coefficients[column / size * 64 + index]) * Int(factors[index])
          if value != 0 { sum += Double(value) * mean(index / 8, row) * mean(index % 8, column) }
        }
        expected[row * stride + column] = max(0, min(255, sum))
      }
    }
    return trial(result, expected, tolerance: 1, "\(count) blocks to \(size) × \(size)")
  }

  static func forwardTransform(
    _ function: ForwardTransformFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.integer(in: 1...5)
    let stride = count * 8 + 5
    let samples = bytes(stride * 8, &random)
    let factors = (0..<64).map { _ in Int16(random.integer(in: 1...255)) }
    var result = [Int16](repeating: 0, count: count * 64)
    function(count, samples, stride, factors, &result)
    let expected = (0..<count * 64).map { index in
      var sum = 0.0
      for place in 0..<64 {
        let sample = Double(samples[place / 8 * stride + index / 64 * 8 + place % 8]) - 128
        sum +=
          sample * basis(index % 64 / 8, Double(place / 8)) * basis(index % 8, Double(place % 8))
      }
      return sum / Double(factors[index % 64])
    }
    // Half a unit of rounding, and the error of the fixed-point transform.
    return MicrokernelTrial(
      actual: result.map { Float($0) }, expected: expected,
      tolerance: (0..<count * 64).map { 0.5 + 0.6 / Double(factors[$0 % 64]) },
      problem: "\(count) blocks")
  }

  static func pixelsOfPlanes(
    _ function: PixelsOfPlanesFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.extent(upTo: 101)
    let (y, cb, cr) = (bytes(count, &random), bytes(count, &random), bytes(count, &random))
    var result = [UInt8](repeating: 0, count: 3 * count + 1)
    function(count, y, cb, cr, &result)
    let expected = (0..<count).flatMap { index in
      let (y, cb, cr) = (Double(y[index]), Double(cb[index]) - 128, Double(cr[index]) - 128)
      return [y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb].map {
        max(0, min(255, $0))
      }
    }
    return trial(result, expected + [0], tolerance: 0.51, "\(count) pixels")
  }

  static func planesOfPixels(
    _ function: PlanesOfPixelsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.extent(upTo: 101)
    let pixels = bytes(3 * count, &random)
    var (y, cb, cr) = (
      [UInt8](repeating: 0, count: count + 1), [UInt8](repeating: 0, count: count + 1),
      [UInt8](repeating: 0, count: count + 1)
    )
    function(count, pixels, &y, &cb, &cr)
    let rgb = (0..<count).map { index in (0..<3).map { Double(pixels[3 * index + $0]) } }
    let luma = rgb.map { 0.299 * $0[0] + 0.587 * $0[1] + 0.114 * $0[2] }
    let expected =
      luma + [0] + zip(rgb, luma).map { 128 + ($0[2] - $1) / 1.772 } + [0]
      + zip(rgb, luma).map { 128 + ($0[0] - $1) / 1.402 } + [0]
    return trial(y + cb + cr, expected, tolerance: 0.51, "\(count) pixels")
  }

  static func widenRow(
    _ function: WidenRowFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.extent(upTo: 101) + 2
    let (near, far) = (bytes(count, &random), bytes(count, &random))
    var result = [UInt8](repeating: 0, count: 2 * count + 1)
    function(count, near, far, 7, 8, &result)
    let sums = (0..<count).map { 3 * Int(near[$0]) + Int(far[$0]) }
    let expected = (0..<2 * count).map { column in
      let other = max(0, min(count - 1, column / 2 + (column % 2 == 0 ? -1 : 1)))
      return Double((3 * sums[column / 2] + sums[other] + 8 - column % 2) / 16)
    }
    return trial(result, expected + [0], tolerance: 0, "\(count) samples")
  }

  static func rowBetween(
    _ function: RowBetweenFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.extent(upTo: 101)
    let (near, far) = (bytes(count, &random), bytes(count, &random))
    var result = [UInt8](repeating: 0, count: count + 1)
    function(count, near, far, 2, &result)
    let expected = (0..<count).map { Double((3 * Int(near[$0]) + Int(far[$0]) + 2) / 4) }
    return trial(result, expected + [0], tolerance: 0, "\(count) samples")
  }

  static func halveRows(
    _ function: HalveRowsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.extent(upTo: 101)
    let (upper, lower) = (bytes(2 * count, &random), bytes(2 * count, &random))
    var result = [UInt8](repeating: 0, count: count + 1)
    function(count, upper, lower, &result)
    let expected = (0..<count).map { index in
      let sum = [upper, lower].reduce(0) { $0 + Int($1[2 * index]) + Int($1[2 * index + 1]) }
      return Double((sum + 1 + index % 2) / 4)
    }
    return trial(result, expected + [0], tolerance: 0, "\(count) samples")
  }
}

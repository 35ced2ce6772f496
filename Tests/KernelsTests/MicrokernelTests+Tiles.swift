import MicrokernelTemplates
import TestSupport

/// Tiles put together to a matrix of 24 × 32, the same for every tile's extent.
extension MicrokernelTests {
  private static let rows = 24
  private static let columns = 32

  /// A product's operands: 24 rows and 32 columns, and the expected result.
  private struct Product {
    var left: [Float]
    var right: [Float]
    var start: [Float]
    var accumulates: Bool
    var depth: Int

    init(depth: Int, _ random: inout SeededRandom) {
      self.depth = depth
      left = random.uniforms(rows * depth)
      right = random.uniforms(depth * columns)
      start = random.uniforms(rows * columns)
      accumulates = random.integer(in: 0...1) == 1
      // What is not to be read is not a number.
      if !accumulates { start = [Float](repeating: .nan, count: rows * columns) }
    }

    func trial(_ actual: [Float], _ problem: String) -> MicrokernelTrial {
      var expected: [Double] = []
      var tolerance: [Double] = []
      for r in 0..<rows {
        for c in 0..<columns {
          var sum = accumulates ? Double(start[r * columns + c]) : 0
          var size = abs(sum)
          for k in 0..<depth {
            let product = Double(left[r * depth + k]) * Double(right[k * columns + c])
            sum += product
            size += abs(product)
          }
          expected.append(sum)
          tolerance.append(Double(depth + 1) * epsilon * size)
        }
      }
      return MicrokernelTrial(
        actual: actual, expected: expected, tolerance: tolerance,
        problem: "\(problem), accumulates \(accumulates)")
    }
  }

  private static func roundedUp(_ value: Int, to step: Int) -> Int {
    (value + step - 1) / step * step
  }
}

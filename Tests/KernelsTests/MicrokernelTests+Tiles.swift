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

  static func packedTile(
    _ tile: TileKernel<PackedTileFunction>, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let depth = random.extent(upTo: 400)
    let product = Product(depth: depth, &random)
    let (allRows, allColumns) = (
      roundedUp(rows, to: tile.rows), roundedUp(columns, to: tile.columns)
    )
    let stride = allColumns + random.integer(in: 0...5)
    var result = guarded((allRows - 1) * stride + allColumns, filledWith: sentinel)
    for r in 0..<rows {
      for c in 0..<columns { result[r * stride + c] = product.start[r * columns + c] }
    }
    for row in Swift.stride(from: 0, to: allRows, by: tile.rows) {
      var left = [Float](repeating: 0, count: depth * tile.rows)
      for k in 0..<depth {
        for r in 0..<tile.rows where row + r < rows {
          left[k * tile.rows + r] = product.left[(row + r) * depth + k]
        }
      }
      for column in Swift.stride(from: 0, to: allColumns, by: tile.columns) {
        var right = [Float](repeating: 0, count: depth * tile.columns)
        for k in 0..<depth {
          for c in 0..<tile.columns where column + c < columns {
            right[k * tile.columns + c] = product.right[k * columns + column + c]
          }
        }
        result.withUnsafeMutableBufferPointer {
          guard let start = $0.baseAddress else { return }
          tile.function(
            depth, left, right, start + row * stride + column, stride, product.accumulates)
        }
      }
    }
    var actual: [Float] = []
    var isIntact = true
    for r in 0..<rows {
      actual += result[r * stride..<r * stride + columns]
      let end = min((r + 1) * stride, result.count)
      isIntact =
        isIntact && result[r * stride + allColumns..<end].allSatisfy { $0 == sentinel }
    }
    return product.trial(isIntact ? actual : [], "depth \(depth), stride \(stride)")
  }

  static func gatheredTile(
    _ tile: TileKernel<GatheredTileFunction>, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let taps = random.element(of: [0, 1, 3, 9])
    let depth = random.extent(upTo: 101)
    let product = Product(depth: taps * depth, &random)
    let (allRows, allColumns) = (
      roundedUp(rows, to: tile.rows), roundedUp(columns, to: tile.columns)
    )
    let stride = allColumns + random.integer(in: 0...5)
    var result = guarded(allRows * stride, filledWith: sentinel)
    for r in 0..<rows {
      for c in 0..<columns { result[r * stride + c] = product.start[r * columns + c] }
    }
    for column in Swift.stride(from: 0, to: allColumns, by: tile.columns) {
      var right = [Float](repeating: 0, count: taps * depth * tile.columns)
      for k in 0..<taps * depth {
        for c in 0..<tile.columns where column + c < columns {
          right[k * tile.columns + c] = product.right[k * columns + column + c]
        }
      }
      for row in Swift.stride(from: 0, to: allRows, by: tile.rows) {
        product.left.withUnsafeBufferPointer { left in
          result.withUnsafeMutableBufferPointer { result in
            guard let start = result.baseAddress, let left = left.baseAddress else { return }
            let places = (0..<tile.rows).map { start + (row + $0) * stride }
            // Rows beyond the last read the last.
            let runs = (0..<taps).flatMap { tap in
              (0..<tile.rows).map { r in
                left + min(row + r, rows - 1) * taps * depth + tap * depth
              }
            }
            tile.function(taps, depth, runs, right, places, column, product.accumulates)
          }
        }
      }
    }
    var actual: [Float] = []
    var isIntact = true
    for r in 0..<rows {
      actual += result[r * stride..<r * stride + columns]
      isIntact =
        isIntact
        && result[r * stride + allColumns..<(r + 1) * stride].allSatisfy { $0 == sentinel }
    }
    return product.trial(isIntact ? actual : [], "\(taps) taps × \(depth), stride \(stride)")
  }
}

import MicrokernelTemplates
import TestSupport

/// Tiles with a left operand in rows, put together to a matrix of 33 × 47 so that every height is met, and the
/// exchange of rows and columns.
extension MicrokernelTests {
  private static let rows = 33
  private static let columns = 47

  /// A product's operands, and what surrounds it.
  private struct Product {
    var taps: Int
    var depth: Int
    var first: Int
    /// `[rows][taps][first + depth]`
    var left: [Float]
    /// `[taps × depth][columns]`
    var right: [Float]
    var start: [Float]
    var bias: [Float]
    var residual: [Float]
    var accumulates: Bool
    var hasBias: Bool
    var hasResidual: Bool
    var rectified: Bool

    init(_ random: inout SeededRandom) {
      taps = random.element(of: [0, 1, 1, 3, 9])
      depth = random.extent(upTo: taps == 1 ? 300 : 64)
      first = random.element(of: [0, 0, 5, 16])
      left = random.uniforms(rows * taps * (first + depth))
      right = random.uniforms(taps * depth * columns)
      start = random.uniforms(rows * columns)
      bias = random.uniforms(columns)
      residual = random.uniforms(rows * columns)
      accumulates = random.integer(in: 0...1) == 1
      hasBias = random.integer(in: 0...1) == 1
      hasResidual = random.integer(in: 0...1) == 1
      rectified = random.integer(in: 0...1) == 1
      // What is not to be read is not a number.
      if !accumulates { start = [Float](repeating: .nan, count: rows * columns) }
    }

    var description: String {
      "\(taps) taps × \(depth) from \(first), accumulates \(accumulates), bias \(hasBias), "
        + "residual \(hasResidual), rectified \(rectified)"
    }

    func trial(_ actual: [Float], _ problem: String) -> MicrokernelTrial {
      var expected: [Double] = []
      var tolerance: [Double] = []
      for r in 0..<rows {
        for c in 0..<columns {
          var sum = accumulates ? Double(start[r * columns + c]) : hasBias ? Double(bias[c]) : 0
          var size = abs(sum)
          for tap in 0..<taps {
            for k in 0..<depth {
              let product =
                Double(left[(r * taps + tap) * (first + depth) + first + k])
                * Double(right[(tap * depth + k) * columns + c])
              sum += product
              size += abs(product)
            }
          }
          if hasResidual {
            sum += Double(residual[r * columns + c])
            size += abs(Double(residual[r * columns + c]))
          }
          expected.append(rectified ? max(sum, 0) : sum)
          tolerance.append(Double(taps * depth + 2) * epsilon * size)
        }
      }
      return MicrokernelTrial(
        actual: actual, expected: expected, tolerance: tolerance,
        problem: "\(description), \(problem)")
    }
  }

  static func rowTile(
    _ tile: TileKernel<RowTileFunction>, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let product = Product(&random)
    let stride = columns + random.integer(in: 0...5)
    let copies = random.integer(in: 0...1) == 1
    var result = guarded(rows * stride, filledWith: sentinel)
    for r in 0..<rows {
      for c in 0..<columns { result[r * stride + c] = product.start[r * columns + c] }
    }
    let allDepth = product.taps * product.depth
    var isCopied = true
    var row = 0
    var height = 1
    while row < rows {
      height = min(height, rows - row)
      for column in Swift.stride(from: 0, to: columns, by: tile.columns) {
        let width = min(tile.columns, columns - column)
        // Right's rows, in a matrix that is wider than the tile.
        let rightStride = tile.columns + 3
        var right = [Float](repeating: 0, count: allDepth * rightStride)
        for k in 0..<allDepth {
          for c in 0..<width {
            right[k * rightStride + c] = product.right[k * columns + column + c]
          }
        }
        var copy = guarded(allDepth * tile.columns)
        copy.withUnsafeMutableBufferPointer {
          run(
            tile, product, rows: row..<row + height, column: column, width: width, right,
            rightStride, copies ? $0.baseAddress : nil, &result, stride)
        }
        if copies {
          let count = allDepth * tile.columns
          isCopied = isCopied && (count == 1 || unguarded(copy, count).count == count)
          for k in 0..<allDepth {
            for c in 0..<tile.columns {
              isCopied = isCopied && copy[k * tile.columns + c] == right[k * rightStride + c]
            }
          }
        }
      }
      row += height
      height = height % tile.rows + 1
    }
    var actual: [Float] = []
    for r in 0..<rows {
      actual += result[r * stride..<r * stride + columns]
      isCopied =
        isCopied && result[r * stride + columns..<(r + 1) * stride].allSatisfy { $0 == sentinel }
    }
    return product.trial(isCopied ? actual : [], "stride \(stride), copies \(copies)")
  }

  private static func run(
    _ tile: TileKernel<RowTileFunction>, _ product: Product, rows: Range<Int>, column: Int,
    width: Int, _ right: [Float], _ rightStride: Int, _ copy: UnsafeMutablePointer<Float>?,
    _ result: inout [Float], _ stride: Int
  ) {
    let runLength = product.first + product.depth
    product.left.withUnsafeBufferPointer { left in
      product.residual.withUnsafeBufferPointer { residual in
        result.withUnsafeMutableBufferPointer { result in
          guard let result = result.baseAddress, let residual = residual.baseAddress else { return }
          // Without a tap there is nothing to point to.
          let start = left.baseAddress ?? residual
          let runs = (0..<product.taps).flatMap { tap in
            rows.map { start + ($0 * product.taps + tap) * runLength }
          }
          let places = rows.map { result + $0 * stride }
          let residuals = rows.map { residual + $0 * columns }
          residuals.withUnsafeBufferPointer { residuals in
            product.bias.withUnsafeBufferPointer { bias in
              tile.function(
                rows.count, product.taps, product.depth, runs, product.first, right, rightStride,
                copy, places, column, width, product.accumulates,
                product.hasBias ? bias.baseAddress : nil,
                product.hasResidual ? residuals.baseAddress : nil, product.rectified)
            }
          }
        }
      }
    }
  }

  static func transpose(
    _ transpose: TransposeFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (rows, columns) = (random.extent(upTo: 70), random.extent(upTo: 300))
    let sourceStride = columns + random.integer(in: 0...3)
    let targetStride = rows + random.integer(in: 0...3)
    let source = random.uniforms(rows * sourceStride)
    var target = guarded(columns * targetStride, filledWith: sentinel)
    transpose(rows, columns, source, sourceStride, &target, targetStride)
    var expected = [Float](repeating: sentinel, count: columns * targetStride)
    for r in 0..<rows {
      for c in 0..<columns { expected[c * targetStride + r] = source[r * sourceStride + c] }
    }
    return MicrokernelTrial(
      actual: unguarded(target, expected.count), expected: expected.map(Double.init),
      tolerance: [Double](repeating: 0, count: expected.count),
      problem: "\(rows) × \(columns), strides \(sourceStride), \(targetStride)")
  }
}

import MicrokernelTemplates
import TestSupport

/// Tiles with a left operand in rows, put together to a matrix of 33 × 47 so that every height is met,
/// the finishing of rows, and the exchange of rows and columns.
extension MicrokernelTests {
  private static let rows = 33
  private static let columns = 47

  /// A product's operands, and what surrounds it.
  private struct Product {
    var taps: Int
    var depth: Int
    var first: Int
    /// `[rows][taps][first + depth]`.
    var left: [Float]
    /// `[taps × depth][columns]`.
    var right: [Float]
    /// What sums start from, or nil.
    var start: [Float]?

    init(_ random: inout SeededRandom) {
      taps = random.element(of: [0, 1, 1, 3, 9])
      depth = random.extent(upTo: taps == 1 ? 300 : 64)
      first = random.element(of: [0, 0, 5, 16])
      left = random.uniforms(rows * taps * (first + depth))
      right = random.uniforms(taps * depth * columns)
      start = random.integer(in: 0...1) == 1 ? random.uniforms(rows * columns) : nil
    }

    var description: String {
      "\(taps) taps × \(depth) from \(first), \(start == nil ? "from 0" : "with a start")"
    }

    func trial(_ actual: [Float], _ problem: String) -> MicrokernelTrial {
      var expected: [Double] = []
      var tolerance: [Double] = []
      for r in 0..<rows {
        for c in 0..<columns {
          var sum = start.map { Double($0[r * columns + c]) } ?? 0
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
          expected.append(sum)
          tolerance.append(Double(taps * depth + 1) * epsilon * size)
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
    let allColumns = (columns + tile.columns - 1) / tile.columns * tile.columns
    let stride = allColumns + random.integer(in: 0...5)
    let copies = random.integer(in: 0...1) == 1
    var result = guarded(rows * stride, filledWith: sentinel)
    var start = [Float](repeating: 0, count: rows * stride)
    for r in 0..<rows {
      for c in 0..<columns { start[r * stride + c] = product.start?[r * columns + c] ?? .nan }
    }
    let allDepth = product.taps * product.depth
    var isIntact = true
    for column in Swift.stride(from: 0, to: columns, by: tile.columns) {
      // Right's rows, in a matrix that is wider than the tile.
      let rightStride = tile.columns + 3
      var right = [Float](repeating: 0, count: allDepth * rightStride)
      for k in 0..<allDepth {
        for c in 0..<min(tile.columns, columns - column) {
          right[k * rightStride + c] = product.right[k * columns + column + c]
        }
      }
      var row = 0
      var height = 1
      while row < rows {
        height = min(height, rows - row)
        var copy = guarded(allDepth * tile.columns)
        copy.withUnsafeMutableBufferPointer {
          run(
            tile, product, rows: row..<row + height, right, rightStride,
            copies ? $0.baseAddress : nil, start, &result, stride, column)
        }
        if copies {
          isIntact = isIntact && copy[(allDepth * tile.columns)...].allSatisfy { $0 == sentinel }
          for k in 0..<allDepth {
            for c in 0..<tile.columns {
              isIntact = isIntact && copy[k * tile.columns + c] == right[k * rightStride + c]
            }
          }
        }
        row += height
        height = height % tile.rows + 1
      }
    }
    var actual: [Float] = []
    for r in 0..<rows {
      actual += result[r * stride..<r * stride + columns]
      isIntact =
        isIntact
        && result[r * stride + allColumns..<(r + 1) * stride].allSatisfy { $0 == sentinel }
    }
    return product.trial(isIntact ? actual : [], "stride \(stride), copies \(copies)")
  }

  private static func run(
    _ tile: TileKernel<RowTileFunction>, _ product: Product, rows: Range<Int>, _ right: [Float],
    _ rightStride: Int, _ copy: UnsafeMutablePointer<Float>?, _ start: [Float],
    _ result: inout [Float], _ stride: Int, _ column: Int
  ) {
    let runLength = product.first + product.depth
    product.left.withUnsafeBufferPointer { left in
      start.withUnsafeBufferPointer { start in
        result.withUnsafeMutableBufferPointer { result in
          guard let result = result.baseAddress, let start = start.baseAddress else { return }
          // Without a tap there is nothing to point to.
          let left = left.baseAddress ?? start
          let runs = (0..<product.taps).flatMap { tap in
            rows.map { left + ($0 * product.taps + tap) * runLength }
          }
          let places = rows.map { result + $0 * stride }
          rows.map { start + $0 * stride }.withUnsafeBufferPointer { starts in
            tile.function(
              rows.count, product.taps, product.depth, runs, product.first, right, rightStride,
              copy, product.start == nil ? nil : starts.baseAddress, places, column)
          }
        }
      }
    }
  }

  static func finishRows(
    _ finish: FinishRowsFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let (rows, count) = (random.integer(in: 0...12), random.extent(upTo: 70))
    let column = random.integer(in: 0...20)
    let stride = column + count
    let (hasResidual, rectified) = (
      random.integer(in: 0...1) == 1, random.integer(in: 0...1) == 1
    )
    let before = random.uniforms(rows * stride)
    let residual = random.uniforms(rows * stride)
    var result = guarded(before)
    result.withUnsafeMutableBufferPointer { result in
      residual.withUnsafeBufferPointer { residual in
        guard let result = result.baseAddress else { return }
        let residualStart = residual.baseAddress ?? UnsafePointer(result)
        let places = (0..<rows).map { result + $0 * stride }
        (0..<rows).map { residualStart + $0 * stride }.withUnsafeBufferPointer {
          finish(rows, count, places, column, hasResidual ? $0.baseAddress : nil, rectified)
        }
      }
    }
    var expected: [Double] = []
    for (index, value) in before.enumerated() {
      guard index % stride >= column else {
        expected.append(Double(value))
        continue
      }
      let sum = Double(value) + (hasResidual ? Double(residual[index]) : 0)
      expected.append(rectified ? max(sum, 0) : sum)
    }
    return MicrokernelTrial(
      actual: unguarded(result, before.count), expected: expected,
      tolerance: expected.map { abs($0) * epsilon },
      problem: "\(rows) × \(count) from \(column), \(hasResidual), \(rectified)")
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

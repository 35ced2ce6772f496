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
    /// `[rows][taps][first + depth]`.
    var left: [Float]
    /// `[taps × depth][columns]`.
    var right: [Float]
    /// What sums start from, or nil.
    var start: [Float]?
    /// What is added to them, or nil.
    var residual: [Float]?
    var isRectified: Bool

    init(_ random: inout SeededRandom) {
      taps = random.element(of: [0, 1, 1, 3, 9])
      depth = random.extent(upTo: taps == 1 ? 300 : 64)
      first = random.element(of: [0, 0, 5, 16])
      left = random.uniforms(rows * taps * (first + depth))
      right = random.uniforms(taps * depth * columns)
      start = random.integer(in: 0...1) == 1 ? random.uniforms(rows * columns) : nil
      residual = random.integer(in: 0...1) == 1 ? random.uniforms(rows * columns) : nil
      isRectified = random.integer(in: 0...1) == 1
    }

    var allDepth: Int { taps * depth }

    var description: String {
      """
      \(taps) taps × \(depth) from \(first), \(start == nil ? "from 0" : "with a start"), \
      \(residual == nil ? "no residual" : "with a residual"), rectified \(isRectified)
      """
    }

    func trial(_ actual: [Float], _ problem: String) -> MicrokernelTrial {
      var expected: [Double] = []
      var tolerance: [Double] = []
      for r in 0..<rows {
        for c in 0..<columns {
          let others = [start, residual].map { $0.map { Double($0[r * columns + c]) } ?? 0 }
          var sum = others[0] + others[1]
          var size = abs(others[0]) + abs(others[1])
          for tap in 0..<taps {
            for k in 0..<depth {
              let product =
                Double(left[(r * taps + tap) * (first + depth) + first + k])
                * Double(right[(tap * depth + k) * columns + c])
              sum += product
              size += abs(product)
            }
          }
          expected.append(isRectified ? max(sum, 0) : sum)
          tolerance.append(Double(allDepth + 2) * epsilon * size)
        }
      }
      return MicrokernelTrial(
        actual: actual, expected: expected, tolerance: tolerance,
        problem: "\(description), \(problem)")
    }
  }

  /// A product in memory: rows wider than what exists, whose ends must stay as they are, and a right operand for
  /// each tile's columns.
  private struct Layout {
    let product: Product
    let tileColumns: Int
    let tilesAcross: Int
    let stride: Int
    let rightStride: Int
    /// `[tiles across][taps × depth][rightStride]`.
    private(set) var right: [Float]
    private(set) var start: [Float]
    private(set) var residual: [Float]
    var result: [Float]

    init(_ product: Product, tileColumns: Int, _ random: inout SeededRandom) {
      self.product = product
      self.tileColumns = tileColumns
      tilesAcross = (columns + tileColumns - 1) / tileColumns
      stride = tilesAcross * tileColumns + random.integer(in: 0...5)
      rightStride = tileColumns + 3
      right = [Float](repeating: 0, count: tilesAcross * product.allDepth * rightStride)
      start = [Float](repeating: .nan, count: rows * stride)
      residual = start
      result = guarded(rows * stride, filledWith: sentinel)
      for c in 0..<columns {
        let (tile, column) = c.quotientAndRemainder(dividingBy: tileColumns)
        for k in 0..<product.allDepth {
          right[(tile * product.allDepth + k) * rightStride + column] =
            product.right[k * columns + c]
        }
        for r in 0..<rows {
          start[r * stride + c] = product.start?[r * columns + c] ?? .nan
          residual[r * stride + c] = product.residual?[r * columns + c] ?? .nan
        }
      }
    }

    var rightStep: Int { product.allDepth * rightStride }

    /// What exists of the result; nothing if anything behind its rows was written.
    var existing: [Float] {
      var existing: [Float] = []
      for r in 0..<rows {
        let row = result[r * stride..<(r + 1) * stride]
        guard row.dropFirst(tilesAcross * tileColumns).allSatisfy({ $0 == sentinel }) else {
          return []
        }
        existing += row.prefix(columns)
      }
      return existing
    }

    /// Calls `body` with where the rows from `row` on start: the runs of tiles of `height` rows below each other,
    /// `start`, `residual` and the result.
    mutating func withRows(
      _ rowCount: Int, height: Int, from row: Int,
      _ body: (
        UnsafePointer<UnsafePointer<Float>>, UnsafePointer<UnsafePointer<Float>>?,
        UnsafePointer<UnsafePointer<Float>>?, UnsafePointer<UnsafeMutablePointer<Float>>
      ) -> Void
    ) {
      let (product, stride) = (product, stride)
      let runLength = product.first + product.depth
      let all = row..<row + rowCount
      product.left.withUnsafeBufferPointer { left in
        start.withUnsafeBufferPointer { start in
          residual.withUnsafeBufferPointer { residual in
            result.withUnsafeMutableBufferPointer { result in
              guard let result = result.baseAddress, let start = start.baseAddress,
                let residual = residual.baseAddress
              else { return }
              // Without a tap there is nothing to point to.
              let left = left.baseAddress ?? start
              let runs = Swift.stride(from: row, to: row + rowCount, by: height).flatMap { first in
                (0..<product.taps).flatMap { tap in
                  (first..<first + height).map { left + ($0 * product.taps + tap) * runLength }
                }
              }
              let starts = all.map { start + $0 * stride }
              let residuals = all.map { residual + $0 * stride }
              let places = all.map { result + $0 * stride }
              starts.withUnsafeBufferPointer { starts in
                residuals.withUnsafeBufferPointer { residuals in
                  body(
                    runs, product.start == nil ? nil : starts.baseAddress,
                    product.residual == nil ? nil : residuals.baseAddress, places)
                }
              }
            }
          }
        }
      }
    }
  }

  static func rowTile(
    _ tile: TileKernel<RowTileFunction>, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let product = Product(&random)
    var layout = Layout(product, tileColumns: tile.columns, &random)
    let across = random.integer(in: 0...1) == 1 ? layout.tilesAcross : 1
    var row = 0
    var height = 1
    while row < rows {
      height = min(height, rows - row)
      let below = random.integer(in: 1...max(1, (rows - row) / height))
      let (right, rightStride, rightStep) = (layout.right, layout.rightStride, layout.rightStep)
      layout.withRows(below * height, height: height, from: row) { runs, start, residual, places in
        right.withUnsafeBufferPointer { right in
          // Without a k there is nothing to point to.
          let right = right.baseAddress ?? UnsafePointer(places[0])
          for first in stride(from: 0, to: (columns + tile.columns - 1) / tile.columns, by: across)
          {
            tile.function(
              height, product.taps, product.depth, runs, product.first,
              right + first * rightStep, rightStride, start, residual, product.isRectified, places,
              first * tile.columns, across, below, rightStep, below % 2 == 0 ? right : nil, below)
          }
        }
      }
      row += below * height
      height = height % tile.rows + 1
    }
    return product.trial(
      layout.existing, "stride \(layout.stride), \(across) across")
  }

  static func copyingRowTile(
    _ tile: TileKernel<CopyingRowTileFunction>, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let product = Product(&random)
    var layout = Layout(product, tileColumns: tile.columns, &random)
    var isIntact = true
    var row = 0
    var height = 1
    let across = random.integer(in: 0...1) == 1 ? layout.tilesAcross : 1
    while row < rows {
      height = min(height, rows - row)
      let (right, rightStride, rightStep) = (layout.right, layout.rightStride, layout.rightStep)
      for first in stride(from: 0, to: layout.tilesAcross, by: across) {
        var copy = guarded(across * product.allDepth * tile.columns)
        layout.withRows(height, height: height, from: row) { runs, start, residual, places in
          copy.withUnsafeMutableBufferPointer { copy in
            right.withUnsafeBufferPointer { right in
              guard let copy = copy.baseAddress else { return }
              let right = right.baseAddress ?? UnsafePointer(copy)
              tile.function(
                height, product.taps, product.depth, runs, product.first,
                right + first * rightStep, rightStride, start, residual, product.isRectified,
                places, first * tile.columns, across, rightStep, copy)
            }
          }
        }
        isIntact =
          isIntact
          && copy[(across * product.allDepth * tile.columns)...].allSatisfy { $0 == sentinel }
        for k in 0..<across * product.allDepth {
          let row = (first * product.allDepth + k) * rightStride
          isIntact =
            isIntact
            && copy[k * tile.columns..<(k + 1) * tile.columns].elementsEqual(
              right[row..<row + tile.columns])
        }
      }
      row += height
      height = height % tile.rows + 1
    }
    return product.trial(
      isIntact ? layout.existing : [], "stride \(layout.stride), \(across) across")
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

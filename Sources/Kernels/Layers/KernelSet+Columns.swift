/// Sums over the rows of a matrix `[rows, columns]`, and batch normalisation, which is made of them.
///
/// Each pass goes through memory once, in blocks that one thread takes at a time; blocks are joined in
/// double precision, in order.
extension KernelSet {
  /// Writes `row` `[columns]` into every row of `y`.
  package func fillRows(
    _ rows: Int, _ columns: Int, with row: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) {
    Parallel.forEachPiece(of: rows, size: max(1, ColumnBlocks.elements / max(columns, 1))) {
      piece in
      for index in piece { unsafe (y + index * columns).update(from: row, count: columns) }
    }
  }

  /// `sums[c]` = Σ over rows of `x`.
  package func columnSums(
    _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>
  ) {
    let blocks = ColumnBlocks(rows, columns)
    unsafe blocks.withTotals(sumsPerColumn: 1) { totals in
      blocks.forEach { block in
        unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: block.columns) {
          guard let chain = $0.baseAddress else { return }
          let target = unsafe totals + block.index * blocks.columns
          unsafe target.initialize(repeating: 0, count: block.columns)
          for first in stride(from: 0, to: block.rows, by: 128) {
            unsafe microkernels.columnSums(
              min(128, block.rows - first), block.columns, x + block.start + first * block.columns,
              chain)
            for c in 0..<block.columns { unsafe target[c] += Double(chain[c]) }
          }
        }
      }
      for c in 0..<columns {
        unsafe sums[c] = Float(blocks.total(c, totals, arrays: 1, array: 0))
      }
    }
  }

  /// Mean and biased variance of each column.
  ///
  /// Each block has its own means and squared deviations from them, so that large means do not swallow small
  /// variances (Chan, Golub, LeVeque 1979).
  package func columnStatistics(
    _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, mean: UnsafeMutablePointer<Float>,
    variance: UnsafeMutablePointer<Float>
  ) {
    let blocks = ColumnBlocks(rows, columns)
    unsafe blocks.withTotals(sumsPerColumn: 2) { totals in
      blocks.forEach { block in
        unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: block.columns) {
          guard let shift = $0.baseAddress else { return }
          let target = unsafe totals + block.index * 2 * blocks.columns
          unsafe microkernels.columnMoments(
            block.rows, block.columns, x + block.start, shift, target)
          let count = Double(block.rows)
          for c in 0..<block.columns {
            let sum = unsafe target[c]
            unsafe target[c] = Double(shift[c]) + sum / count
            let squares = unsafe target[block.columns + c] - sum * (sum / count)
            unsafe target[block.columns + c] = max(0, squares)
          }
        }
      }
      for c in 0..<columns {
        let (m, v) = unsafe blocks.joinedStatistics(c, totals)
        unsafe mean[c] = Float(m)
        unsafe variance[c] = Float(v)
      }
    }
  }

  /// `y` = `x` × `scale[c]` + `shift[c]` (+ `addend`), rectified if asked for; `y` may be `x` or `addend`.
  package func scaleAndShift(
    _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, scale: UnsafePointer<Float>,
    shift: UnsafePointer<Float>, addend: UnsafePointer<Float>? = nil, rectified: Bool,
    _ y: UnsafeMutablePointer<Float>
  ) {
    let blocks = ColumnBlocks(rows, columns)
    unsafe blocks.withRepeated([scale, shift]) { factors in
      blocks.forEach { block in
        let start = block.start
        unsafe microkernels.scaleAndShift(
          block.rows, block.columns, x + start, factors, factors + blocks.columns,
          addend.map { unsafe $0 + start }, rectified, y + start)
      }
    }
  }

  /// Σ g and Σ g · (x − mean) for each column.
  ///
  /// - Parameters:
  ///   - rectifier: The scale and shift of the normalisation, if a rectifier followed it: g is `gradient`
  ///     where `input` × scale + shift is positive, else 0.
  package func normalizationGradientSums(
    _ rows: Int, _ columns: Int, gradient: UnsafePointer<Float>, input: UnsafePointer<Float>,
    rectifier: (scale: UnsafePointer<Float>, shift: UnsafePointer<Float>)?,
    mean: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>,
    products: UnsafeMutablePointer<Float>
  ) {
    let blocks = ColumnBlocks(rows, columns)
    let rows = unsafe rectifier.map { unsafe [mean, $0.scale, $0.shift] } ?? [mean]
    let isRectified = unsafe rectifier != nil
    unsafe blocks.withRepeated(rows) { factors in
      unsafe gradientSums(blocks, sums, products) { block, target in
        unsafe microkernels.normalizationGradientSums(
          block.rows, block.columns, gradient + block.start, input + block.start,
          isRectified ? factors + blocks.columns : nil,
          isRectified ? factors + 2 * blocks.columns : nil, factors, target)
      }
    }
  }

  /// As ``normalizationGradientSums(_:_:gradient:input:rectifier:mean:sums:products:)``, where g is `gradient`
  /// where `output` is positive, else 0, and is written to `masked`, which may be `gradient`.
  package func maskedGradientSums(
    _ rows: Int, _ columns: Int, gradient: UnsafePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>, mean: UnsafePointer<Float>, masked: UnsafeMutablePointer<Float>,
    sums: UnsafeMutablePointer<Float>, products: UnsafeMutablePointer<Float>
  ) {
    let blocks = ColumnBlocks(rows, columns)
    unsafe blocks.withRepeated([mean]) { mean in
      unsafe gradientSums(blocks, sums, products) { block, target in
        let start = block.start
        unsafe microkernels.maskedGradientSums(
          block.rows, block.columns, gradient + start, input + start, output + start, mean,
          masked + start, target)
      }
    }
  }

  private func gradientSums(
    _ blocks: ColumnBlocks, _ sums: UnsafeMutablePointer<Float>,
    _ products: UnsafeMutablePointer<Float>,
    _ body: (_ block: ColumnBlocks.Block, _ sums: UnsafeMutablePointer<Double>) -> Void
  ) {
    unsafe blocks.withTotals(sumsPerColumn: 2) { totals in
      blocks.forEach { block in
        unsafe body(block, totals + block.index * 2 * blocks.columns)
      }
      for c in 0..<blocks.originalColumns {
        unsafe sums[c] = Float(blocks.total(c, totals, arrays: 2, array: 0))
        unsafe products[c] = Float(blocks.total(c, totals, arrays: 2, array: 1))
      }
    }
  }

  /// `y` = `scale[c]` × g + `inputFactor[c]` × `input` + `constant[c]`; `y` may be `gradient`.
  ///
  /// - Parameters:
  ///   - rectifierShift: The shift of the normalisation, if a rectifier followed it: g is `gradient` where
  ///     `input` × `scale` + shift is positive, else 0.
  package func normalizationGradient(
    _ rows: Int, _ columns: Int, gradient: UnsafePointer<Float>, input: UnsafePointer<Float>,
    scale: UnsafePointer<Float>, inputFactor: UnsafePointer<Float>,
    constant: UnsafePointer<Float>, rectifierShift: UnsafePointer<Float>?,
    _ y: UnsafeMutablePointer<Float>
  ) {
    let blocks = ColumnBlocks(rows, columns)
    let rows = unsafe [scale, inputFactor, constant] + (rectifierShift.map { unsafe [$0] } ?? [])
    let isRectified = unsafe rectifierShift != nil
    unsafe blocks.withRepeated(rows) { factors in
      blocks.forEach { block in
        let start = block.start
        unsafe microkernels.normalizationGradient(
          block.rows, block.columns, gradient + start, input + start, factors,
          factors + blocks.columns, factors + 2 * blocks.columns,
          isRectified ? factors + 3 * blocks.columns : nil, y + start)
      }
    }
  }
}

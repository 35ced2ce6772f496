/// Sums over the rows of a matrix `[rows, columns]`, and batch normalisation, which is made of them.
///
/// Rows are cut into pieces; a piece of at most 128 rows sums in single precision, the pieces are
/// joined in double precision, in order.
extension KernelSet {
  private func rowsAPiece(_ columns: Int) -> Int { max(1, 8192 / max(columns, 1)) }

  /// Rows that one chain in single precision sums: a longer one would lose too many digits of a large mean.
  private func rowsAChain(_ columns: Int) -> Int { min(128, rowsAPiece(columns)) }

  /// Writes `row` `[columns]` into every row of `y`.
  package func fillRows(
    _ rows: Int, _ columns: Int, with row: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) {
    Parallel.forEachPiece(of: rows, size: rowsAPiece(columns)) { piece in
      for index in piece { unsafe (y + index * columns).update(from: row, count: columns) }
    }
  }

  /// `sums[c]` = Σ over rows of `x`.
  package func columnSums(
    _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>
  ) {
    var totals = [Double](repeating: 0, count: columns)
    unsafe withPieces(rows, columns, arrays: 1) { first, count, partial in
      unsafe microkernels.columnSums(count, columns, x + first * columns, partial)
    } join: { _, partial in
      for c in 0..<columns { unsafe totals[c] += Double(partial[c]) }
    }
    for c in 0..<columns { unsafe sums[c] = Float(totals[c]) }
  }

  /// Mean and biased variance of each column, by pieces (Chan, Golub, LeVeque 1979), so that large means
  /// do not swallow small variances.
  package func columnStatistics(
    _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, mean: UnsafeMutablePointer<Float>,
    variance: UnsafeMutablePointer<Float>
  ) {
    var means = [Double](repeating: 0, count: columns)
    var squares = [Double](repeating: 0, count: columns)
    var seen = 0.0
    unsafe withPieces(rows, columns, arrays: 2) { first, count, partial in
      let start = unsafe x + first * columns
      unsafe microkernels.columnSums(count, columns, start, partial)
      let factor = 1 / Float(count)
      unsafe microkernels.scale(columns, UnsafePointer(partial), factor, partial)
      unsafe microkernels.squaredDeviations(
        count, columns, start, UnsafePointer(partial), partial + columns)
    } join: { count, partial in
      let count = Double(count)
      let total = seen + count
      for c in 0..<columns {
        let difference = unsafe Double(partial[c]) - means[c]
        means[c] += difference * (count / total)
        unsafe squares[c] +=
          Double(partial[columns + c]) + difference * difference * (seen * count / total)
      }
      seen = total
    }
    for c in 0..<columns {
      unsafe mean[c] = Float(means[c])
      unsafe variance[c] = Float(squares[c] / max(seen, 1))
    }
  }

  /// `y` = `x` × `scale[c]` + `shift[c]`, rectified if asked for.
  package func scaleAndShift(
    _ rows: Int, _ columns: Int, _ x: UnsafePointer<Float>, scale: UnsafePointer<Float>,
    shift: UnsafePointer<Float>, rectified: Bool, _ y: UnsafeMutablePointer<Float>
  ) {
    Parallel.forEachPiece(of: rows, size: rowsAPiece(columns)) { piece in
      let start = piece.lowerBound * columns
      unsafe microkernels.scaleAndShift(
        piece.count, columns, x + start, scale, shift, rectified, y + start)
    }
  }

  /// Σ g and Σ g · (x − mean) for each column, g being `gradient` where `output` (if given) is positive.
  package func normalizationGradientSums(
    _ rows: Int, _ columns: Int, gradient: UnsafePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>?, mean: UnsafePointer<Float>,
    sums: UnsafeMutablePointer<Float>, products: UnsafeMutablePointer<Float>
  ) {
    var totals = [Double](repeating: 0, count: 2 * columns)
    unsafe withPieces(rows, columns, arrays: 2) { first, count, partial in
      let start = first * columns
      unsafe microkernels.normalizationGradientSums(
        count, columns, gradient + start, input + start, output.map { unsafe $0 + start }, mean,
        partial, partial + columns)
    } join: { _, partial in
      for c in 0..<2 * columns { unsafe totals[c] += Double(partial[c]) }
    }
    for c in 0..<columns {
      unsafe sums[c] = Float(totals[c])
      unsafe products[c] = Float(totals[columns + c])
    }
  }

  /// `y` = `gradientFactor[c]` × g + `inputFactor[c]` × `input` + `constant[c]`.
  package func normalizationGradient(
    _ rows: Int, _ columns: Int, gradient: UnsafePointer<Float>, input: UnsafePointer<Float>,
    output: UnsafePointer<Float>?, gradientFactor: UnsafePointer<Float>,
    inputFactor: UnsafePointer<Float>, constant: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>
  ) {
    Parallel.forEachPiece(of: rows, size: rowsAPiece(columns)) { piece in
      let start = piece.lowerBound * columns
      unsafe microkernels.normalizationGradient(
        piece.count, columns, gradient + start, input + start, output.map { unsafe $0 + start },
        gradientFactor, inputFactor, constant, y + start)
    }
  }

  /// Calls `body` for each piece with room for `arrays` × `columns` floats, in parallel; then `join` for each
  /// piece in order.
  private func withPieces(
    _ rows: Int, _ columns: Int, arrays: Int,
    _ body: (_ first: Int, _ count: Int, _ partial: UnsafeMutablePointer<Float>) -> Void,
    join: (_ count: Int, _ partial: UnsafePointer<Float>) -> Void
  ) {
    let size = rowsAChain(columns)
    let pieces = (rows + size - 1) / size
    let width = arrays * columns
    unsafe BufferPool.shared.withFloats(pieces * width) { partials in
      Parallel.forEachPiece(of: rows, size: size) { piece in
        unsafe body(piece.lowerBound, piece.count, partials + piece.lowerBound / size * width)
      }
      for piece in 0..<pieces {
        unsafe join(min(size, rows - piece * size), partials + piece * width)
      }
    }
  }
}

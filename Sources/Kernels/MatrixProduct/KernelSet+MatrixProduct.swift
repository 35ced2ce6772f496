extension KernelSet {
  /// Multiplies two matrices.
  ///
  ///     result[m, n] = beta · result[m, n] + Σₖ left[m, k] · right[k, n]        (k ascending)
  ///
  /// Any strides; any extents, 0 included. With `beta` = 0 what `result` held is not read.
  ///
  /// - Parameters:
  ///   - rows: M.
  ///   - columns: N.
  ///   - depth: K.
  ///   - left: `[M, K]`.
  ///   - right: `[K, N]`.
  ///   - beta: What the old result counts for.
  ///   - result: `[M, N]`; must not overlap the operands.
  ///   - resultStride: Elements from one row of the result to the next.
  /// - Complexity: 2·M·N·K operations. |error| ≤ (K + 1) · ε · Σ |left| |right| for each element.
  package func multiplyMatrices(
    rows: Int, columns: Int, depth: Int, left: MatrixOperand, right: MatrixOperand,
    beta: Float = 0, result: UnsafeMutablePointer<Float>, resultStride: Int
  ) {
    guard rows > 0, columns > 0 else { return }
    if beta != 0 && beta != 1 {
      for row in 0..<rows {
        let target = unsafe result + row * resultStride
        unsafe microkernels.scale(columns, UnsafePointer(target), beta, target)
      }
    }
    if depth == 0 {
      if beta == 0 {
        for row in 0..<rows {
          unsafe (result + row * resultStride).update(repeating: 0, count: columns)
        }
      }
      return
    }
    if isBetterTransposed(rows, columns, depth, left, right) {
      // resultᵀ = rightᵀ · leftᵀ, the same sums in the same order.
      unsafe BufferPool.shared.withFloats(rows * columns) { transposed in
        if beta != 0 {
          unsafe transpose(rows, columns, UnsafePointer(result), resultStride, transposed, rows)
        }
        unsafe multiply(
          rows: columns, columns: rows, depth: depth, left: right.transposed,
          right: left.transposed, accumulates: beta != 0, result: transposed, resultStride: rows)
        unsafe transpose(columns, rows, UnsafePointer(transposed), rows, result, resultStride)
      }
      return
    }
    unsafe multiply(
      rows: rows, columns: columns, depth: depth, left: left, right: right,
      accumulates: beta != 0, result: result, resultStride: resultStride)
  }

  /// Copies a matrix with rows and columns exchanged: target[c, r] = source[r, c].
  func transpose(
    _ rows: Int, _ columns: Int, _ source: UnsafePointer<Float>, _ sourceStride: Int,
    _ target: UnsafeMutablePointer<Float>, _ targetStride: Int
  ) {
    Parallel.forEachPiece(of: columns, size: max(64, (1 << 14) / rows)) { piece in
      unsafe microkernels.transpose(
        rows, piece.count, source + piece.lowerBound, sourceStride,
        target + piece.lowerBound * targetStride, targetStride)
    }
  }

  /// Whether the transposed product is cheaper, counted in multiply-adds of whole vectors and copied floats.
  private func isBetterTransposed(
    _ rows: Int, _ columns: Int, _ depth: Int, _ left: MatrixOperand, _ right: MatrixOperand
  ) -> Bool {
    let lanes = unsafe microkernels.narrowRowTile.columns
    // In vector operations; a float copied with rows and columns exchanged takes about one half.
    func cost(_ m: Int, _ n: Int, _ left: MatrixOperand, _ right: MatrixOperand) -> Int {
      2 * m * ((n + lanes - 1) / lanes) * depth
        + (left.columnStride == 1 ? 0 : m * depth) + (right.columnStride == 1 ? 0 : n * depth)
    }
    let direct = cost(rows, columns, left, right)
    let transposed = cost(columns, rows, right.transposed, left.transposed)
    return direct > transposed + 2 * rows * columns
  }

  /// The product itself; a left operand that is not contiguous in k is copied so that it is.
  private func multiply(
    rows: Int, columns: Int, depth: Int, left: MatrixOperand, right: MatrixOperand,
    accumulates: Bool, result: UnsafeMutablePointer<Float>, resultStride: Int
  ) {
    if left.columnStride == 1 {
      unsafe RowProduct(
        kernels: self, rows: rows, columns: columns, depth: depth, left: left, right: right,
        result: result, resultStride: resultStride, accumulates: accumulates
      ).run()
      return
    }
    // A few megabytes at a time.
    let most = max(512, (1 << 20) / rows)
    let pieces = (depth + most - 1) / most
    let stride = Packing.rowStride(for: (depth + pieces - 1) / pieces)
    unsafe BufferPool.shared.withFloats(rows * stride) { packed in
      for piece in 0..<pieces {
        let range = piece * depth / pieces..<(piece + 1) * depth / pieces
        unsafe Packing.packRows(
          left, rows: rows, depth: range, into: packed, stride: stride, self)
        unsafe RowProduct(
          kernels: self, rows: rows, columns: columns, depth: range.count,
          left: MatrixOperand(packed, rowStride: stride),
          right: MatrixOperand(
            right.pointer + range.lowerBound * right.rowStride, rowStride: right.rowStride,
            columnStride: right.columnStride),
          result: result, resultStride: resultStride, accumulates: accumulates || piece > 0
        ).run()
      }
    }
  }
}

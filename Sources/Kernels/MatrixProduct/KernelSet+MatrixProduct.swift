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
    if beta != 0 && beta != 1 {
      for row in 0..<rows {
        let target = unsafe result + row * resultStride
        unsafe microkernels.scale(columns, UnsafePointer(target), beta, target)
      }
    }
    let product = unsafe BlockedProduct(
      self, rows: rows, columns: columns, depth: depth, result: result,
      resultStride: resultStride, accumulates: beta != 0)
    let (tileRows, tileColumns) = unsafe (product.tile.rows, product.tile.columns)
    unsafe product.run { panels, range, target, stride in
      unsafe Packing.pack(
        panels: panels, width: tileRows, of: rows, depth: range, source: left, target, stride)
    } packRight: { panels, range, target, stride in
      unsafe Packing.pack(
        panels: panels, width: tileColumns, of: columns, depth: range, source: right.transposed,
        target, stride)
    }
  }
}

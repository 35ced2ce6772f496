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
    unsafe product.run { panel, range, target in
      let row = panel * tileRows
      unsafe Packing.pack(
        panel: target, width: tileRows, count: min(tileRows, rows - row), depth: range.count,
        source: left.pointer + row * left.rowStride + range.lowerBound * left.columnStride,
        neighbourStride: left.rowStride, depthStride: left.columnStride)
    } packRight: { panel, range, target in
      let column = panel * tileColumns
      unsafe Packing.pack(
        panel: target, width: tileColumns, count: min(tileColumns, columns - column),
        depth: range.count,
        source: right.pointer + range.lowerBound * right.rowStride + column * right.columnStride,
        neighbourStride: right.columnStride, depthStride: right.rowStride)
    }
  }
}

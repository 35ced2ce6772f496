import MicrokernelTemplates

/// A matrix product whose left operand is contiguous in k, and is read where it lies.
///
///     result[m, n] = start[m, n] + Σₖ left[m, k] · right[k, n]        (k ascending)
///
/// Of the right operand the first panel of rows leaves a packed copy behind while it is multiplied, for the
/// other panels to read; there is no pass of packing before.
@safe
struct RowProduct {
  let kernels: KernelSet
  let rows: Int
  let columns: Int
  let depth: Int
  /// `columnStride` 1.
  let left: MatrixOperand
  let right: MatrixOperand
  let result: UnsafeMutablePointer<Float>
  let resultStride: Int
  /// Whether sums start from what `result` holds (else from zero).
  let accumulates: Bool

  func run() {
    let tile = unsafe kernels.microkernels.rowTile
    let schedule = unsafe BlockingSchedule(
      rows: rows, columns: columns, depth: depth, tileRows: tile.rows, tileColumns: tile.columns,
      readsRuns: right.columnStride != 1, threads: Parallel.threadCount)
    let packedCount = unsafe schedule.stripsATask * schedule.depth * tile.columns
    Parallel.forEach(schedule.taskCount) { task in
      let (rows, columns) = schedule.share(ofTask: task)
      unsafe BufferPool.shared.withFloats(packedCount) { packed in
        unsafe withRowPointers(rows) { leftRows, resultRows in
          var start = 0
          while start < depth {
            let slice = start..<min(start + schedule.depth, depth)
            unsafe multiply(
              rows.count, columns, slice, leftRows, resultRows, packed, isFirst: start == 0)
            start = slice.upperBound
          }
        }
      }
    }
  }

  /// One slice of k for one task.
  private func multiply(
    _ rowCount: Int, _ columns: Range<Int>, _ slice: Range<Int>,
    _ leftRows: UnsafePointer<UnsafePointer<Float>>,
    _ resultRows: UnsafePointer<UnsafeMutablePointer<Float>>,
    _ packed: UnsafeMutablePointer<Float>, isFirst: Bool
  ) {
    let (wide, narrow) = unsafe (kernels.microkernels.rowTile, kernels.microkernels.narrowRowTile)
    let (tileRows, tileColumns) = unsafe (wide.rows, wide.columns)
    let panels = (rowCount + tileRows - 1) / tileRows
    let depth = slice.count
    for panel in 0..<panels {
      // Panels of nearly equal height.
      let firstRow = panel * rowCount / panels
      let height = (panel + 1) * rowCount / panels - firstRow
      for column in stride(from: columns.lowerBound, to: columns.upperBound, by: tileColumns) {
        let width = min(tileColumns, columns.upperBound - column)
        let tile = unsafe width <= narrow.columns ? narrow : wide
        let strip = unsafe packed + (column - columns.lowerBound) * depth
        var source = unsafe UnsafePointer(strip)
        var sourceStride = unsafe tile.columns
        var copy: UnsafeMutablePointer<Float>?
        if panel == 0 {
          if unsafe right.columnStride == 1 && width == tile.columns {
            unsafe source = right.pointer + slice.lowerBound * right.rowStride + column
            sourceStride = right.rowStride
            unsafe copy = panels > 1 ? strip : nil
          } else {
            unsafe Packing.packStrip(
              right, depth: slice, columns: column..<column + width, width: tile.columns,
              into: strip, kernels)
          }
        }
        // The tile that comes next: beside this one, or the first of the next panel.
        if column + tileColumns < columns.upperBound {
          unsafe KernelSet.prefetchTile(
            resultRows + firstRow, height, column + tileColumns, tileColumns)
        } else {
          let end = firstRow + height
          unsafe KernelSet.prefetchTile(
            resultRows + end, min(height, rowCount - end), columns.lowerBound, tileColumns)
        }
        unsafe kernels.run(
          tile, rows: height, width: width, taps: 1, depth: depth, left: leftRows + firstRow,
          first: slice.lowerBound, right: source, rightStride: sourceStride, copy: copy,
          start: accumulates || !isFirst ? KernelSet.readOnly(resultRows + firstRow) : nil,
          result: resultRows + firstRow, column: column)
      }
    }
  }

  /// Calls `body` with where each of `rows` starts, in the left operand and in the result.
  private func withRowPointers(
    _ rows: Range<Int>,
    _ body: (
      UnsafePointer<UnsafePointer<Float>>, UnsafePointer<UnsafeMutablePointer<Float>>
    ) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: rows.count) {
      leftRows in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<Float>.self, capacity: rows.count
      ) { resultRows in
        for (index, row) in rows.enumerated() {
          unsafe leftRows.initializeElement(at: index, to: left.pointer + row * left.rowStride)
          unsafe resultRows.initializeElement(at: index, to: result + row * resultStride)
        }
        guard let leftRows = leftRows.baseAddress, let resultRows = resultRows.baseAddress else {
          return
        }
        unsafe body(UnsafePointer(leftRows), UnsafePointer(resultRows))
      }
    }
  }
}

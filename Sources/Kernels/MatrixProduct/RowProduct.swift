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
    let (wide, firstColumn) = unsafe (kernels.microkernels.rowTile, columns.lowerBound)
    // Panels of nearly equal height.
    let panels = unsafe TileHeights(rowCount: rowCount, tileRows: wide.rows)
    let wholeEnd = unsafe columns.lowerBound + columns.count / wide.columns * wide.columns
    // The first panel leaves packed strips behind.
    panels.forEachSweep(firstAlone: true) { rows, below in
      for columns in [columns.lowerBound..<wholeEnd, wholeEnd..<columns.upperBound]
      where !columns.isEmpty {
        unsafe multiply(
          rows, below: below, columns, slice, leftRows, resultRows,
          strip: packed + (columns.lowerBound - firstColumn) * slice.count, isFirst: isFirst,
          isPacked: rows.lowerBound > 0, isCopied: panels.count > 1)
      }
    }
  }

  /// Tiles below each other, whole and side by side or of one strip with an edge.
  private func multiply(
    _ rows: Range<Int>, below: Int, _ columns: Range<Int>, _ slice: Range<Int>,
    _ leftRows: UnsafePointer<UnsafePointer<Float>>,
    _ resultRows: UnsafePointer<UnsafeMutablePointer<Float>>,
    strip: UnsafeMutablePointer<Float>, isFirst: Bool, isPacked: Bool, isCopied: Bool
  ) {
    let (wide, narrow) = unsafe (kernels.microkernels.rowTile, kernels.microkernels.narrowRowTile)
    let tile = unsafe columns.count <= narrow.columns ? narrow : wide
    let width = unsafe min(columns.count, wide.columns)
    var source = unsafe UnsafePointer(strip)
    var (sourceStride, sourceStep) = unsafe (tile.columns, slice.count * tile.columns)
    var copy: UnsafeMutablePointer<Float>?
    if !isPacked {
      if unsafe right.columnStride == 1 && width == wide.columns {
        unsafe source = right.pointer + slice.lowerBound * right.rowStride + columns.lowerBound
        (sourceStride, sourceStep) = (right.rowStride, width)
        unsafe copy = isCopied ? strip : nil
      } else {
        for column in stride(from: columns.lowerBound, to: columns.upperBound, by: width) {
          unsafe Packing.packStrip(
            right, depth: slice, columns: column..<column + width, width: tile.columns,
            into: strip + (column - columns.lowerBound) * slice.count, kernels)
        }
      }
    }
    let first = rows.lowerBound
    unsafe kernels.run(
      tile, rows: rows.count, width: width, taps: 1, depth: slice.count, left: leftRows + first,
      first: slice.lowerBound, right: source, rightStride: sourceStride, copy: copy,
      start: accumulates || !isFirst ? KernelSet.readOnly(resultRows + first) : nil,
      result: resultRows + first, column: columns.lowerBound, across: columns.count / width,
      below: below, rightStep: sourceStep)
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

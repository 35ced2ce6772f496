import Kernels

/// Register tiles and what goes with them.
extension MicrokernelTrial {
  static func rowTile(_ tile: RowTile) -> Self {
    let (rows, columns, depth) = unsafe (tile.rows, tile.columns, 128)
    let work = Work(
      operations: 2 * rows * columns * depth, read: (rows + columns) * depth,
      written: rows * columns)
    return MicrokernelTrial("k=\(depth)", work, .gigaflops) {
      let left = FloatBuffer(rows * depth)
      let right = FloatBuffer(columns * depth, stream: 1)
      let result = FloatBuffer(rows * columns, repeating: 0)
      let runs = unsafe (0..<rows).map { unsafe left.readOnly + $0 * depth }
      let places = unsafe (0..<rows).map { unsafe result.pointer + $0 * columns }
      return {
        unsafe runs.withUnsafeBufferPointer { runs in
          unsafe places.withUnsafeBufferPointer { places in
            guard let runs = runs.baseAddress, let places = places.baseAddress else { return }
            unsafe tile.function(
              rows, 1, depth, runs, 0, right.readOnly, columns, nil, nil, places, 0)
          }
        }
        // The runs and places point into these.
        withExtendedLifetime((left, result)) {}
      }
    }
  }

  static func finishRows(_ kernels: KernelSet, rows: Int, columns: Int) -> Self {
    let count = rows * columns
    let work = Work(operations: 2 * count, read: 2 * count, written: count)
    return MicrokernelTrial("\(rows)x\(columns)", work, .gigabytes) {
      let result = FloatBuffer(count)
      let residual = FloatBuffer(count, stream: 1)
      let resultRows = unsafe (0..<rows).map { unsafe result.pointer + $0 * columns }
      let residualRows = unsafe (0..<rows).map { unsafe residual.readOnly + $0 * columns }
      return {
        unsafe resultRows.withUnsafeBufferPointer { resultRows in
          unsafe residualRows.withUnsafeBufferPointer { residualRows in
            guard let resultRows = resultRows.baseAddress else { return }
            unsafe kernels.microkernels.finishRows(
              rows, columns, resultRows, 0, residualRows.baseAddress, true)
          }
        }
        // The rows point into these.
        withExtendedLifetime((result, residual)) {}
      }
    }
  }

  static func transpose(_ kernels: KernelSet, rows: Int, columns: Int) -> Self {
    let work = Work(read: rows * columns, written: rows * columns)
    return MicrokernelTrial("\(rows)x\(columns)", work, .gigabytes) {
      let source = FloatBuffer(rows * columns)
      let target = FloatBuffer(rows * columns, repeating: 0)
      return {
        unsafe kernels.microkernels.transpose(
          rows, columns, source.readOnly, columns, target.pointer, rows)
      }
    }
  }

  static func multiplyAddPeak(_ kernels: KernelSet) -> Self {
    let tile = unsafe kernels.microkernels.multiplyAddPeak
    let (elements, steps) = unsafe (tile.rows * tile.columns, 1024)
    let work = Work(operations: 2 * elements * steps, written: elements)
    return MicrokernelTrial("steps=\(steps)", work, .gigaflops) {
      let result = FloatBuffer(elements, repeating: 0)
      return {
        unsafe kernels.microkernels.multiplyAddPeak.function(steps, 0.5, 1, result.pointer)
      }
    }
  }
}

import Kernels

/// Register tiles and what goes with them.
extension MicrokernelTrial {
  static func rowTile(_ tile: RowTile) -> Self {
    unsafe rowTile(rows: tile.rows, columns: tile.columns) { depth, runs, right, places, _ in
      let columns = unsafe tile.columns
      unsafe tile.function(
        tile.rows, 1, depth, runs, 0, right, columns, nil, nil, false, places, 0, 1, 1, 0, nil, 0)
    }
  }

  static func copyingRowTile(_ kernels: KernelSet) -> Self {
    let tile = unsafe kernels.microkernels.copyingRowTile
    let (rows, columns) = unsafe (tile.rows, tile.columns)
    return unsafe rowTile(rows: rows, columns: columns) { depth, runs, right, places, copy in
      unsafe tile.function(
        rows, 1, depth, runs, 0, right, columns, nil, nil, false, places, 0, 1, 0, copy)
    }
  }

  private static func rowTile(
    rows: Int, columns: Int,
    _ run:
      @escaping @Sendable (
        _ depth: Int, _ runs: UnsafePointer<UnsafePointer<Float>>, _ right: UnsafePointer<Float>,
        _ places: UnsafePointer<UnsafeMutablePointer<Float>>,
        _ copy: UnsafeMutablePointer<Float>
      ) -> Void
  ) -> Self {
    let depth = 128
    let work = Work(
      operations: 2 * rows * columns * depth, read: (rows + columns) * depth,
      written: rows * columns)
    return MicrokernelTrial("k=\(depth)", work, .gigaflops) {
      let left = FloatBuffer(rows * depth)
      let right = FloatBuffer(columns * depth, stream: 1)
      let result = FloatBuffer(rows * columns, repeating: 0)
      let copy = FloatBuffer(columns * depth, repeating: 0)
      let runs = unsafe (0..<rows).map { unsafe left.readOnly + $0 * depth }
      let places = unsafe (0..<rows).map { unsafe result.pointer + $0 * columns }
      return {
        unsafe runs.withUnsafeBufferPointer { runs in
          unsafe places.withUnsafeBufferPointer { places in
            guard let runs = runs.baseAddress, let places = places.baseAddress else { return }
            unsafe run(depth, runs, right.readOnly, places, copy.pointer)
          }
        }
        // The runs and places point into these.
        withExtendedLifetime((left, result)) {}
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

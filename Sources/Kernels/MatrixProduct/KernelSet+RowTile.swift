import MicrokernelTemplates

extension KernelSet {
  /// Runs a sweep of row tiles of which `width` columns exist; at the edges through a whole tile on the side, of
  /// which only what exists is kept.
  ///
  /// The parameters are the sweep's: see `RowTileProduct`, `RowTileTarget` and `RowTileSweep`. Edges have one tile
  /// across.
  ///
  /// - Parameter copy: Where a line of wide tiles without an edge leaves packed copies of its right operands;
  ///   nil for none.
  @inline(__always)
  func run(
    _ tile: RowTile, rows: Int, width: Int, taps: Int, depth: Int,
    left: UnsafePointer<UnsafePointer<Float>>, first: Int, right: UnsafePointer<Float>,
    rightStride: Int, copy: UnsafeMutablePointer<Float>?,
    start: UnsafePointer<UnsafePointer<Float>>?,
    residual: UnsafePointer<UnsafePointer<Float>>? = nil, isRectified: Bool = false,
    result: UnsafePointer<UnsafeMutablePointer<Float>>, column: Int, across: Int = 1,
    below: Int = 1, rightStep: Int = 0, ahead: UnsafePointer<Float>? = nil, aheadStep: Int = 0
  ) {
    if let copy = unsafe copy {
      unsafe microkernels.copyingRowTile.function(
        rows, taps, depth, left, first, right, rightStride, start, residual, isRectified, result,
        column, across, rightStep, copy)
      return
    }
    if unsafe width == tile.columns {
      unsafe tile.function(
        rows, taps, depth, left, first, right, rightStride, start, residual, isRectified, result,
        column, across, below, rightStep, ahead, aheadStep)
      return
    }
    for index in 0..<below {
      let row = index * rows
      unsafe runAside(
        tile, rows: rows, width: width, column: column, start: start.map { unsafe $0 + row },
        residual: residual.map { unsafe $0 + row }, result: result + row
      ) { start, residual, result in
        unsafe tile.function(
          rows, taps, depth, left + row * taps, first, right, rightStride, start, residual,
          isRectified, result, 0, 1, 1, 0, nil, 0)
      }
    }
  }

  /// Calls `body` with rows of a tile on the side that hold what exists of `start` and `residual`, and writes
  /// what exists of its result.
  private func runAside(
    _ tile: RowTile, rows: Int, width: Int, column: Int,
    start: UnsafePointer<UnsafePointer<Float>>?, residual: UnsafePointer<UnsafePointer<Float>>?,
    result: UnsafePointer<UnsafeMutablePointer<Float>>,
    _ body: (
      UnsafePointer<UnsafePointer<Float>>?, UnsafePointer<UnsafePointer<Float>>?,
      UnsafePointer<UnsafeMutablePointer<Float>>
    ) -> Void
  ) {
    let columns = unsafe tile.columns
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * rows * columns) { side in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<Float>.self, capacity: 2 * rows
      ) { sideRows in
        guard let side = side.baseAddress, let sideRows = sideRows.baseAddress else { return }
        unsafe side.initialize(repeating: 0, count: 2 * rows * columns)
        for r in 0..<2 * rows { unsafe (sideRows + r).initialize(to: side + r * columns) }
        for r in 0..<rows {
          if let start = unsafe start {
            unsafe sideRows[r].update(from: start[r] + column, count: width)
          }
          if let residual = unsafe residual {
            unsafe sideRows[rows + r].update(from: residual[r] + column, count: width)
          }
        }
        unsafe body(
          start == nil ? nil : Self.readOnly(sideRows),
          residual == nil ? nil : Self.readOnly(sideRows + rows), sideRows)
        for r in 0..<rows {
          unsafe (result[r] + column).update(from: sideRows[r], count: width)
        }
      }
    }
  }

  /// The same pointers, to read through.
  static func readOnly(
    _ rows: UnsafePointer<UnsafeMutablePointer<Float>>
  ) -> UnsafePointer<UnsafePointer<Float>> {
    unsafe UnsafeRawPointer(rows).assumingMemoryBound(to: UnsafePointer<Float>.self)
  }
}

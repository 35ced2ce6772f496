import MicrokernelTemplates

extension KernelSet {
  /// Runs a row tile of which `width` columns exist; at the edges through a whole tile on the side, of which
  /// only what exists is kept.
  ///
  /// The parameters are the tile's: see `RowTileProduct` and `RowTiles.run`.
  @inline(__always)
  func run(
    _ tile: RowTile, rows: Int, width: Int, taps: Int, depth: Int,
    left: UnsafePointer<UnsafePointer<Float>>, first: Int, right: UnsafePointer<Float>,
    rightStride: Int, copy: UnsafeMutablePointer<Float>?,
    start: UnsafePointer<UnsafePointer<Float>>?,
    result: UnsafePointer<UnsafeMutablePointer<Float>>, column: Int
  ) {
    if unsafe width == tile.columns {
      unsafe tile.function(
        rows, taps, depth, left, first, right, rightStride, copy, start, result, column)
      return
    }
    let columns = unsafe tile.columns
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: rows * columns) { side in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafeMutablePointer<Float>.self, capacity: rows
      ) { sideRows in
        guard let side = side.baseAddress, let sideRows = sideRows.baseAddress else { return }
        unsafe side.initialize(repeating: 0, count: rows * columns)
        for r in 0..<rows {
          unsafe (sideRows + r).initialize(to: side + r * columns)
          if let start = unsafe start {
            unsafe sideRows[r].update(from: start[r] + column, count: width)
          }
        }
        unsafe tile.function(
          rows, taps, depth, left, first, right, rightStride, copy,
          start == nil ? nil : Self.readOnly(sideRows), sideRows, 0)
        for r in 0..<rows {
          unsafe (result[r] + column).update(from: sideRows[r], count: width)
        }
      }
    }
  }

  /// Asks for a tile of the result before it is written, since its rows lie far apart.
  ///
  /// - Parameters:
  ///   - rows: Where each row of the result starts.
  ///   - count: How many of them.
  ///   - column: The tile's first column.
  ///   - width: Its columns.
  @inline(__always)
  static func prefetchTile(
    _ rows: UnsafePointer<UnsafeMutablePointer<Float>>, _ count: Int, _ column: Int, _ width: Int
  ) {
    for row in 0..<count {
      let start = unsafe rows[row] + column
      forEachLine(width) { unsafe Prefetch.write(start + $0) }
    }
  }

  /// Asks for a tile that will be read.
  @inline(__always)
  static func prefetchTile(
    _ rows: UnsafePointer<UnsafePointer<Float>>, _ count: Int, _ column: Int, _ width: Int
  ) {
    for row in 0..<count {
      let start = unsafe rows[row] + column
      forEachLine(width) { unsafe Prefetch.read(start + $0) }
    }
  }

  /// Calls `body` with the first column of each cache line of a row.
  @inline(__always)
  private static func forEachLine(_ width: Int, _ body: (Int) -> Void) {
    var column = 0
    while column < width {
      body(column)
      column &+= laneCount
    }
  }

  /// The same pointers, to read through.
  static func readOnly(
    _ rows: UnsafePointer<UnsafeMutablePointer<Float>>
  ) -> UnsafePointer<UnsafePointer<Float>> {
    unsafe UnsafeRawPointer(rows).assumingMemoryBound(to: UnsafePointer<Float>.self)
  }
}

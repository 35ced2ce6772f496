/// How rows are shared out to tiles of nearly equal height, the higher ones first.
struct TileHeights {
  let rowCount: Int
  /// Tiles.
  let count: Int
  private let height: Int
  private let higherTiles: Int

  /// Shares rows out to `count` tiles.
  ///
  /// - Precondition: `count` is at least 1.
  init(rowCount: Int, count: Int) {
    self.rowCount = rowCount
    self.count = count
    (height, higherTiles) = rowCount.quotientAndRemainder(dividingBy: count)
  }

  /// Shares rows out to as few tiles as do, of at most `tileRows` rows.
  ///
  /// - Precondition: Both are at least 1.
  init(rowCount: Int, tileRows: Int) {
    self.init(rowCount: rowCount, count: (rowCount + tileRows - 1) / tileRows)
  }

  /// The rows of a tile.
  func rows(of tile: Int) -> Range<Int> {
    let first = tile * height + min(tile, higherTiles)
    return first..<first + (tile < higherTiles ? height + 1 : height)
  }

  /// The tile that a row is in.
  func tile(ofRow row: Int) -> Int {
    let higherRows = higherTiles * (height + 1)
    return row < higherRows ? row / (height + 1) : higherTiles + (row - higherRows) / height
  }

  /// Calls `body` for tiles of one height, all together.
  ///
  /// - Parameters:
  ///   - firstAlone: Whether the first tile is taken by itself.
  ///   - body: Gets the rows of the first of `below` tiles.
  @inline(__always)
  func forEachSweep(firstAlone: Bool = false, _ body: (_ rows: Range<Int>, _ below: Int) -> Void) {
    var tile = 0
    while tile < count {
      let sameHeight = (tile < higherTiles ? higherTiles : count) - tile
      let below = firstAlone && tile == 0 ? 1 : sameHeight
      body(rows(of: tile), below)
      tile += below
    }
  }
}

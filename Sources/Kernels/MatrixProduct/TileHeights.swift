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

  /// The rows of a tile.
  func rows(of tile: Int) -> Range<Int> {
    let first = tile * height + min(tile, higherTiles)
    return first..<first + (tile < higherTiles ? height + 1 : height)
  }

  /// How many tiles from this one on are as high as it is.
  func sameHeight(from tile: Int) -> Int { (tile < higherTiles ? higherTiles : count) - tile }
}

import MicrokernelTemplates

/// Squared distances of some queries to some points, strip by strip: a strip is the queries of one tile and the
/// points of one block, and is computed by one call of the micro-kernel.
@safe
struct DistanceSweep {
  let dimensions: Int
  let queries: UnsafePointer<Float>
  let points: UnsafePointer<Float>
  let pointCount: Int
  let tile: DistanceTile

  /// What one call of the micro-kernel found.
  @safe
  struct Strip {
    let queries: Range<Int>
    let points: Range<Int>
    /// Tiles of distances, `[tiles][queries of a tile][points of a tile]`.
    let distances: UnsafePointer<Float>
    /// The numbers of the tiles that hold a distance within its query's limit.
    let nearTiles: UnsafeBufferPointer<Int32>
  }

  init(
    _ kernels: KernelSet, queryCount: Int, pointCount: Int, dimensions: Int,
    queries: UnsafePointer<Float>, points: UnsafePointer<Float>
  ) {
    self.dimensions = dimensions
    self.pointCount = pointCount
    unsafe self.queries = queries
    unsafe self.points = points
    unsafe tile =
      queryCount == 1 ? kernels.microkernels.singleQueryTile : kernels.microkernels.distanceTile
  }

  /// Calls `body` with each strip; `limit` gives the limit that a query has when its strip begins.
  func forEachStrip(
    queries wanted: Range<Int>, points part: Range<Int>, pointsABlock: Int,
    limit: (_ query: Int) -> Float, _ body: (Strip) -> Void
  ) {
    let (rows, columns) = unsafe (tile.rows, tile.columns)
    let tileSize = rows * columns
    let tilesABlock = (min(pointsABlock, part.count) + columns - 1) / columns
    let floatCount = tileSize * (tilesABlock + 1)
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: floatCount) { floats in
      unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: tilesABlock + 1) { numbers in
        guard let limits = floats.baseAddress, let nearTiles = numbers.baseAddress else { return }
        let distances = unsafe limits + tileSize
        for start in stride(from: part.lowerBound, to: part.upperBound, by: pointsABlock) {
          let block = start..<min(start + pointsABlock, part.upperBound)
          var ahead = LinesAhead(of: self, after: block, in: part, queryCount: wanted.count)
          for first in stride(from: wanted.lowerBound, to: wanted.upperBound, by: rows) {
            let strip = first..<min(first + rows, wanted.upperBound)
            for row in 0..<rows {
              let value = limit(min(first + row, strip.upperBound - 1))
              unsafe (limits + row * columns).update(repeating: value, count: columns)
            }
            let lines = ahead.next()
            let nearCount = unsafe tile.function(
              dimensions, queries + first * dimensions, strip.count,
              points + block.lowerBound * dimensions, block.count, limits, distances, nearTiles,
              points + lines.start, lines.count)
            unsafe body(
              Strip(
                queries: strip, points: block, distances: distances,
                nearTiles: UnsafeBufferPointer(start: nearTiles, count: nearCount)))
          }
        }
      }
    }
  }
}

/// The next block's cache lines, shared out over the strips of this one, so that it has come from memory when it
/// is needed.
private struct LinesAhead {
  /// Where the next strip's lines start and where the block ends, in floats from the first point.
  private var start: Int
  private let end: Int
  private let linesATile: Int
  private let tiles: Int

  init(
    of sweep: DistanceSweep, after block: Range<Int>, in part: Range<Int>, queryCount: Int
  ) {
    let (rows, columns) = unsafe (sweep.tile.rows, sweep.tile.columns)
    start = block.upperBound * sweep.dimensions
    end = min(block.upperBound + block.count, part.upperBound) * sweep.dimensions
    tiles = (block.count + columns - 1) / columns
    let strips = (queryCount + rows - 1) / rows
    let lines = (block.count * sweep.dimensions + laneCount - 1) / laneCount
    // A single query's points are read in order, which needs no help.
    linesATile = rows == 1 ? 0 : (lines + strips * tiles - 1) / (strips * tiles)
  }

  /// The lines of the next strip: where they start, and how many are read with each tile.
  mutating func next() -> (start: Int, count: Int) {
    let floats = tiles * linesATile * laneCount
    // The micro-kernel reads them all, so that the last ones are left out where they would not all exist.
    guard start + floats <= end else { return (0, 0) }
    defer { start += floats }
    return (start, linesATile)
  }
}

import MicrokernelTemplates

/// Squared distances of some queries to some points, strip by strip: a strip is the queries of one
/// tile and the points of one block, and is computed by one call of the micro-kernel.
@safe
struct DistanceSweep {
  let dimensions: Int
  let queries: UnsafePointer<Float>
  let points: UnsafePointer<Float>
  let pointCount: Int
  /// Rows and columns of a tile.
  let tile: (rows: Int, columns: Int)
  private let formula: Formula

  /// How distances are computed.
  @safe
  private enum Formula {
    case squared(DistanceTileFunction)
    case expanded(ExpandedDistanceTileFunction, Norms)
  }

  /// Squared norms of all queries and all points.
  @safe
  struct Norms {
    let queries: UnsafePointer<Float>
    let points: UnsafePointer<Float>
  }

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

  /// A sweep by squared differences or, if norms are given, by the expanded square.
  init(
    _ kernels: KernelSet, queryCount: Int, pointCount: Int, dimensions: Int,
    queries: UnsafePointer<Float>, points: UnsafePointer<Float>, norms: Norms? = nil
  ) {
    self.dimensions = dimensions
    self.pointCount = pointCount
    unsafe self.queries = queries
    unsafe self.points = points
    if let norms {
      let kernel = unsafe kernels.microkernels.expandedDistanceTile
      tile = unsafe (kernel.rows, kernel.columns)
      formula = unsafe .expanded(kernel.function, norms)
    } else {
      let table = kernels.microkernels
      let kernel = unsafe queryCount == 1 ? table.singleQueryTile : table.distanceTile
      tile = unsafe (kernel.rows, kernel.columns)
      formula = unsafe .squared(kernel.function)
    }
  }

  /// Calls `body` with each strip; `limit` gives the limit that a query has when its strip begins.
  func forEachStrip(
    queries wanted: Range<Int>, points part: Range<Int>, pointsABlock: Int,
    limit: (_ query: Int) -> Float, _ body: (Strip) -> Void
  ) {
    let (rows, columns) = tile
    let tileSize = rows * columns
    let tilesABlock = (min(pointsABlock, part.count) + columns - 1) / columns
    let floatCount = tileSize * (tilesABlock + 2)
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: floatCount) { floats in
      unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: tilesABlock + 1) { numbers in
        guard let limits = floats.baseAddress, let nearTiles = numbers.baseAddress else { return }
        let (queryNorms, distances) = unsafe (limits + tileSize, limits + 2 * tileSize)
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
            let query = unsafe queries + first * dimensions
            let point = unsafe points + block.lowerBound * dimensions
            let nearCount: Int
            switch formula {
            case .squared(let function):
              nearCount = unsafe function(
                dimensions, query, strip.count, point, block.count, limits, distances, nearTiles,
                points + lines.start, lines.count)
            case .expanded(let function, let norms):
              for row in 0..<rows {
                let value = unsafe norms.queries[min(first + row, strip.upperBound - 1)]
                unsafe (queryNorms + row * columns).update(repeating: value, count: columns)
              }
              nearCount = unsafe function(
                dimensions, query, strip.count, point, block.count, limits, distances, nearTiles,
                points + lines.start, lines.count, queryNorms, norms.points + block.lowerBound)
            }
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

/// The next block's cache lines, shared out over the strips of this one, so that it has come from
/// memory when it is needed.
private struct LinesAhead {
  /// Where the next strip's lines start and where the block ends, in floats from the first point.
  private var start: Int
  private let end: Int
  private let linesATile: Int
  private let tiles: Int

  init(
    of sweep: DistanceSweep, after block: Range<Int>, in part: Range<Int>, queryCount: Int
  ) {
    let (rows, columns) = sweep.tile
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
    // The micro-kernel reads them all, so that the last ones are left out where they would not all
    // exist.
    guard start + floats <= end else { return (0, 0) }
    defer { start += floats }
    return (start, linesATile)
  }
}

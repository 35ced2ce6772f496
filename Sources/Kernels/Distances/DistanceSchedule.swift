/// How distances of many queries to many points are cut: policy without arithmetic, from the
/// problem alone.
///
/// A piece of work is a block of queries with a part of the points. Within it the points come block
/// by block: a block stays in the second-level cache while all queries of the piece, which stay
/// there too, are compared with it.
struct DistanceSchedule {
  let queryCount: Int
  let pointCount: Int
  /// Queries of a piece of work.
  let queriesAPiece: Int
  /// Points of a piece of work.
  let pointsAPiece: Int
  /// Points of a block.
  let pointsABlock: Int

  /// Floats of a piece's queries and of a block's points: 256 KB and 192 KB.
  private static let queryFloats = 1 << 16
  private static let blockFloats = 3 << 14
  private static let mostQueries = 512
  private static let mostPoints = 1024

  /// Pieces wanted for many cores, and the differences to be squared below which a piece is not
  /// worth a thread's while.
  private static let wantedPieces = 64
  private static let smallestPiece = 1 << 20

  /// Plans for queries of which each is remembered with up to `keptCount` points.
  ///
  /// - Parameters:
  ///   - keptCount: 0 if nothing is kept.
  ///   - keptLimit: How many points a piece of work may keep for all its queries.
  init(
    queryCount: Int, pointCount: Int, dimensions: Int, tile: (rows: Int, columns: Int),
    keptCount: Int = 0, keptLimit: Int = 1 << 20
  ) {
    self.queryCount = queryCount
    self.pointCount = pointCount
    let dimensions = max(dimensions, 1)
    func whole(_ count: Int, _ tile: Int) -> Int { max(count / tile, 1) * tile }
    let queriesThatFit = min(
      Self.queryFloats / dimensions, Self.mostQueries, keptLimit / max(keptCount, 1))
    queriesAPiece = whole(queriesThatFit, tile.rows)
    pointsABlock = whole(min(Self.blockFloats / dimensions, Self.mostPoints), tile.columns)

    let queryPieces = (queryCount + queriesAPiece - 1) / queriesAPiece
    let wantedParts = (Self.wantedPieces + queryPieces - 1) / max(queryPieces, 1)
    let leastPoints = Self.smallestPiece / (min(queryCount, queriesAPiece) * dimensions + 1)
    let points = max((pointCount + wantedParts - 1) / wantedParts, leastPoints)
    pointsAPiece = (points + pointsABlock - 1) / pointsABlock * pointsABlock
  }

  /// How many pieces share the queries.
  var queryPieceCount: Int { (queryCount + queriesAPiece - 1) / queriesAPiece }

  private var pointPieceCount: Int { (pointCount + pointsAPiece - 1) / pointsAPiece }

  /// How many pieces of work there are.
  var pieceCount: Int { queryPieceCount * pointPieceCount }

  /// The queries of the piece of queries number `number`.
  func queries(ofQueryPiece number: Int) -> Range<Int> {
    number * queriesAPiece..<min((number + 1) * queriesAPiece, queryCount)
  }

  /// Piece of work number `number`: which piece of queries, and which points.
  func piece(_ number: Int) -> (queryPiece: Int, points: Range<Int>) {
    let (queryPiece, part) = number.quotientAndRemainder(dividingBy: pointPieceCount)
    return (queryPiece, part * pointsAPiece..<min((part + 1) * pointsAPiece, pointCount))
  }
}

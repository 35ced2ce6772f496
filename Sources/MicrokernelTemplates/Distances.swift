/// Squared Euclidean distances of a few queries to many points, tile by tile.
///
///     squared    distance(q, p) = Σ (q − p)²
///     expanded   distance(q, p) = |q|² + |p|² − 2 Σ q p
///
/// A tile is `queries` × `points` = 16 distances. Each is summed in sixteen lanes along the
/// dimensions, so that vectors are read as they lie in memory and nothing is packed; in the end the
/// lanes are added up, and the tile is one vector of distances.
///
/// The first formula is exact where it matters: equal vectors are at distance 0, and small
/// distances keep all their digits. The second takes half the operations, and loses the digits that
/// distances have less than norms.
///
/// - `queriesAtOnce` × `pointsAtOnce` distances of the tile are summed at once, as many as the
///   registers hold.
@frozen
public enum Distances<
  Set: InstructionSet, Term: DistanceTerm, let queries: Int, let points: Int,
  let queriesAtOnce: Int, let pointsAtOnce: Int
> {
  /// Tiles of distances, and which of them hold a distance within its limit.
  ///
  /// - Parameters:
  ///   - dimensions: Floats a vector.
  ///   - query: `[queryCount][dimensions]`.
  ///   - queryCount: 1 … `queries`; the last one stands in for those that are missing.
  ///   - point: `[pointCount][dimensions]`.
  ///   - pointCount: Any number; the last one stands in for those that the last tile misses.
  ///   - limits: `[queries][points]`: a tile is near if a distance is at most its limit.
  ///   - distances: `[tiles][queries][points]`, written; a tile for every `points` points.
  ///   - nearTiles: `[tiles + 1]`: the numbers of near tiles, ascending; beyond them undefined.
  ///   - linesAhead: What will be needed soon, `[tiles][linesATile]` lines of 16 floats.
  ///   - linesATile: How many of those lines are read with each tile.
  /// - Returns: How many tiles are near.
  @inlinable @inline(__always)
  public static func squared(
    _ dimensions: Int, _ query: UnsafePointer<Float>, _ queryCount: Int,
    _ point: UnsafePointer<Float>, _ pointCount: Int, _ limits: UnsafePointer<Float>,
    _ distances: UnsafeMutablePointer<Float>, _ nearTiles: UnsafeMutablePointer<Int32>,
    _ linesAhead: UnsafePointer<Float>, _ linesATile: Int
  ) -> Int where Term == SquaredDifference {
    unsafe forEachTile(
      dimensions, query, queryCount, point, pointCount, limits, distances, nearTiles, linesAhead,
      linesATile
    ) { sums, _ in sums }
  }

  /// The same by the norms, in tiles of four points; what rounding makes negative is 0.
  ///
  /// - Parameters:
  ///   - queryNorms: |q|², `[queries][points]`.
  ///   - pointNorms: |p|², `[pointCount]`.
  @inlinable @inline(__always)
  public static func expanded(
    _ dimensions: Int, _ query: UnsafePointer<Float>, _ queryCount: Int,
    _ point: UnsafePointer<Float>, _ pointCount: Int, _ limits: UnsafePointer<Float>,
    _ distances: UnsafeMutablePointer<Float>, _ nearTiles: UnsafeMutablePointer<Int32>,
    _ linesAhead: UnsafePointer<Float>, _ linesATile: Int, _ queryNorms: UnsafePointer<Float>,
    _ pointNorms: UnsafePointer<Float>
  ) -> Int where Term == Product {
    let queryNorms = unsafe queryNorms.lanes(0, laneCount)
    return unsafe forEachTile(
      dimensions, query, queryCount, point, pointCount, limits, distances, nearTiles, linesAhead,
      linesATile
    ) { sums, first in
      let last = pointCount &- 1 &- first
      var four = unsafe SIMD4<Float>(repeating: pointNorms[first])
      if last >= 3 {
        unsafe four = UnsafeRawPointer(pointNorms + first).loadUnaligned(as: SIMD4<Float>.self)
      } else {
        for p in 1..<4 { unsafe four[p] = pointNorms[first &+ min(p, last)] }
      }
      let eight = SIMD8(lowHalf: four, highHalf: four)
      let norms = queryNorms + Lanes(lowHalf: eight, highHalf: eight)
      let distances = Set.lanesMultiplyAdd(Lanes(repeating: -2), sums, norms)
      return distances.replacing(with: 0, where: distances .< 0)
    }
  }

  /// Calls `distances` for each tile, with its sums and the number of its first point.
  ///
  /// Beside its own work each tile reads the first float of some cache lines that will be needed
  /// later: a sequence of lines read long before their use is what processors' prefetchers follow
  /// best.
  @inlinable @inline(__always)
  static func forEachTile(
    _ dimensions: Int, _ query: UnsafePointer<Float>, _ queryCount: Int,
    _ point: UnsafePointer<Float>, _ pointCount: Int, _ limits: UnsafePointer<Float>,
    _ distances: UnsafeMutablePointer<Float>, _ nearTiles: UnsafeMutablePointer<Int32>,
    _ linesAhead: UnsafePointer<Float>, _ linesATile: Int,
    _ distancesOfTile: (_ sums: Lanes, _ firstPoint: Int) -> Lanes
  ) -> Int {
    let limits = unsafe limits.lanes(0, laneCount)
    var line = unsafe linesAhead
    var linesRead: UInt32 = 0
    var nearCount = 0
    var tile = 0
    while tile &* points < pointCount {
      for _ in 0..<linesATile {
        unsafe linesRead |= line.pointee.bitPattern
        unsafe line += laneCount
      }
      let sums = unsafe self.sums(
        dimensions, query, queryCount, point + tile &* points &* dimensions,
        pointCount &- tile &* points)
      let values = distancesOfTile(sums, tile &* points)
      unsafe distances.store(values, tile &* laneCount, laneCount)
      // Without a branch: the number is kept only if the count moves on.
      unsafe nearTiles[nearCount] = Int32(truncatingIfNeeded: tile)
      nearCount &+= isAny(values .<= limits) ? 1 : 0
      tile &+= 1
    }
    // What was read ahead must go somewhere, or it would not be read.
    unsafe nearTiles[nearCount] = Int32(bitPattern: linesRead)
    return nearCount
  }

  /// The sums of one tile, `[queries][points]`.
  @inlinable @inline(__always)
  static func sums(
    _ dimensions: Int, _ query: UnsafePointer<Float>, _ queryCount: Int,
    _ point: UnsafePointer<Float>, _ pointCount: Int
  ) -> Lanes {
    var all = InlineArray<16, Lanes>(repeating: .zero)
    for q in 0..<queries / queriesAtOnce {
      for p in 0..<points / pointsAtOnce {
        var block = DistanceSums<Set, Term, queriesAtOnce, pointsAtOnce>()
        unsafe block.add(
          dimensions, rows(query, from: q &* queriesAtOnce, of: queryCount, dimensions),
          rows(point, from: p &* pointsAtOnce, of: pointCount, dimensions))
        for a in 0..<queriesAtOnce {
          for b in 0..<pointsAtOnce {
            all[(q &* queriesAtOnce &+ a) &* points &+ p &* pointsAtOnce &+ b] = block.sums[a][b]
          }
        }
      }
    }
    return SumsOfLanes.of(all)
  }

  /// Where the vectors from `first` on start; the last of `total` stands in for those beyond.
  @inlinable @inline(__always)
  static func rows<let count: Int>(
    _ start: UnsafePointer<Float>, from first: Int, of total: Int, _ dimensions: Int
  ) -> InlineArray<count, UnsafePointer<Float>> {
    var rows = unsafe InlineArray<count, UnsafePointer<Float>>(repeating: start)
    for r in 0..<count { unsafe rows[r] = start + min(first &+ r, total &- 1) &* dimensions }
    return unsafe rows
  }

  @inlinable @inline(__always)
  static func isAny(_ mask: SIMDMask<SIMD16<Int32>>) -> Bool {
    let (a, b) = unsafe unsafeBitCast(mask, to: (SIMD4<UInt64>, SIMD4<UInt64>).self)
    let (c, d) = unsafe unsafeBitCast(a | b, to: (SIMD2<UInt64>, SIMD2<UInt64>).self)
    let two = c | d
    return two.x | two.y != 0
  }
}

/// What is summed over the dimensions.
public protocol DistanceTerm {
  /// `sum` with the term of `query` and `point` added, lane by lane.
  static func add<Set: InstructionSet>(
    _ query: Lanes, _ point: Lanes, to sum: Lanes, _ set: Set.Type
  ) -> Lanes
}

/// The squared difference, (q − p)².
@frozen
public enum SquaredDifference: DistanceTerm {
  /// `sum` + (`query` − `point`)².
  @inlinable @inline(__always)
  public static func add<Set: InstructionSet>(
    _ query: Lanes, _ point: Lanes, to sum: Lanes, _ set: Set.Type
  ) -> Lanes {
    let difference = point - query
    return set.lanesMultiplyAdd(difference, difference, sum)
  }
}

/// The product, q p.
@frozen
public enum Product: DistanceTerm {
  /// `sum` + `query` × `point`.
  @inlinable @inline(__always)
  public static func add<Set: InstructionSet>(
    _ query: Lanes, _ point: Lanes, to sum: Lanes, _ set: Set.Type
  ) -> Lanes {
    set.lanesMultiplyAdd(query, point, sum)
  }
}

/// Sums of terms, lane by lane, in registers.
@frozen
public struct DistanceSums<
  Set: InstructionSet, Term: DistanceTerm, let queries: Int, let points: Int
> {
  @usableFromInline var sums: InlineArray<queries, InlineArray<points, Lanes>>

  @inlinable @inline(__always)
  init() {
    sums = .init(repeating: .init(repeating: .zero))
  }

  /// Adds all dimensions, ascending: sixteen at a time, the rest as the last sixteen with those
  /// that were added already set to zero.
  @inlinable @inline(__always)
  mutating func add(
    _ dimensions: Int, _ query: InlineArray<queries, UnsafePointer<Float>>,
    _ point: InlineArray<points, UnsafePointer<Float>>
  ) {
    // One pointer a vector and one common index: with vector × dimensions addressing the sums
    // spill.
    var index = 0
    while index &+ laneCount <= dimensions {
      unsafe add(query, point) { unsafe $0.lanes(index, laneCount) }
      index &+= laneCount
    }
    let rest = dimensions &- index
    if rest == 0 { return }
    if dimensions < laneCount {
      unsafe add(query, point) { unsafe $0.lanes(0, rest) }
    } else {
      let isAdded = laneNumbers .< Float(laneCount &- rest)
      unsafe add(query, point) {
        unsafe $0.lanes(dimensions &- laneCount, laneCount).replacing(with: 0, where: isAdded)
      }
    }
  }

  /// Adds the sixteen dimensions that `lanes` reads of a vector.
  @inlinable @inline(__always)
  mutating func add(
    _ query: InlineArray<queries, UnsafePointer<Float>>,
    _ point: InlineArray<points, UnsafePointer<Float>>, _ lanes: (UnsafePointer<Float>) -> Lanes
  ) {
    var pointLanes = InlineArray<points, Lanes>(repeating: .zero)
    for p in 0..<points { unsafe pointLanes[p] = lanes(point[p]) }
    for q in 0..<queries {
      let queryLanes = unsafe lanes(query[q])
      for p in 0..<points {
        sums[q][p] = Term.add(queryLanes, pointLanes[p], to: sums[q][p], Set.self)
      }
    }
  }
}

/// 0, 1, 2 … 15.
@inlinable @inline(__always)
var laneNumbers: Lanes { Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }

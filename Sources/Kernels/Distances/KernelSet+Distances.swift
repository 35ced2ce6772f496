import Synchronization

/// Squared Euclidean distances, each the sum of squared differences in single precision: 0 for equal vectors,
/// and off by no more than the factor 1 ± (d / 16 + 9) · 2⁻²⁴.
extension KernelSet {
  /// The distances of each of `count` queries to each of `points`.
  ///
  /// - Parameters:
  ///   - queries: `[count, dimensions]`.
  ///   - points: `[pointCount, dimensions]`.
  ///   - result: `[count, pointCount]`.
  package func squaredDistances(
    _ count: Int, _ pointCount: Int, dimensions: Int, queries: UnsafePointer<Float>,
    points: UnsafePointer<Float>, result: UnsafeMutablePointer<Float>
  ) {
    guard count > 0, pointCount > 0 else { return }
    let sweep = unsafe DistanceSweep(
      self, queryCount: count, pointCount: pointCount, dimensions: dimensions, queries: queries,
      points: points)
    let (rows, columns) = unsafe (sweep.tile.rows, sweep.tile.columns)
    let schedule = DistanceSchedule(
      queryCount: count, pointCount: pointCount, dimensions: dimensions, tile: (rows, columns))
    Parallel.forEach(schedule.pieceCount) { number in
      let piece = schedule.piece(number)
      sweep.forEachStrip(
        queries: schedule.queries(ofQueryPiece: piece.queryPiece), points: piece.points,
        pointsABlock: schedule.pointsABlock, limit: { _ in -.infinity }
      ) { strip in
        for query in strip.queries {
          let row = unsafe result + query * pointCount
          let source = unsafe strip.distances + (query - strip.queries.lowerBound) * columns
          for first in stride(from: 0, to: strip.points.count, by: columns) {
            let present = min(columns, strip.points.count - first)
            unsafe Packing.copy(
              source + first * rows, to: row + strip.points.lowerBound + first, present)
          }
        }
      }
    }
  }

  /// The `keptCount` points nearest to each of `count` queries, nearest first, ties by ascending index; without
  /// ever holding all distances.
  ///
  /// - Parameters:
  ///   - count: How many queries.
  ///   - pointCount: How many points, less than 2³¹.
  ///   - queries: `[count, dimensions]`, finite.
  ///   - points: `[pointCount, dimensions]`, finite.
  ///   - keptCount: How many points each query wants.
  ///   - distances: `[count, keptCount]`; infinite where there are fewer points.
  ///   - indices: `[count, keptCount]`; −1 where there are fewer points.
  package func nearestPoints(
    _ count: Int, _ pointCount: Int, dimensions: Int, queries: UnsafePointer<Float>,
    points: UnsafePointer<Float>, keptCount: Int, distances: UnsafeMutablePointer<Float>,
    indices: UnsafeMutablePointer<Int32>
  ) {
    guard count > 0, keptCount > 0 else { return }
    let sweep = unsafe DistanceSweep(
      self, queryCount: count, pointCount: pointCount, dimensions: dimensions, queries: queries,
      points: points)
    let tile = unsafe (rows: sweep.tile.rows, columns: sweep.tile.columns)
    let schedule = DistanceSchedule(
      queryCount: count, pointCount: pointCount, dimensions: dimensions, tile: tile,
      keptCount: keptCount)
    // A thread takes lists that another one has left, if there are any: what was found is a good limit for
    // what comes, and there are never more lists than threads.
    let shelves = ListShelves(schedule, keptCount: keptCount)
    Parallel.forEach(schedule.pieceCount) { number in
      let piece = schedule.piece(number)
      let queries = schedule.queries(ofQueryPiece: piece.queryPiece)
      let first = queries.lowerBound
      let lists = shelves.take(piece.queryPiece)
      sweep.forEachStrip(
        queries: queries, points: piece.points, pointsABlock: schedule.pointsABlock,
        limit: { lists.limit($0 - first) }
      ) { strip in
        lists.insert(strip, tile: tile, firstQuery: first)
      }
      shelves.put(lists, back: piece.queryPiece)
    }
    Parallel.forEach(schedule.queryPieceCount) { queryPiece in
      let queries = schedule.queries(ofQueryPiece: queryPiece)
      let lists = shelves.take(queryPiece)
      for other in shelves.takeAll(queryPiece) {
        for query in 0..<queries.count { lists.merge(query, from: other) }
      }
      for query in queries {
        unsafe lists.write(
          query - queries.lowerBound, distances: distances + query * keptCount,
          indices: indices + query * keptCount)
      }
    }
  }
}

extension NearestLists {
  /// Takes notice of the points of a strip that are within their queries' limits.
  fileprivate func insert(
    _ strip: DistanceSweep.Strip, tile: (rows: Int, columns: Int), firstQuery: Int
  ) {
    for unsafe number in unsafe strip.nearTiles {
      let start = Int(number) * tile.columns
      let present = min(tile.columns, strip.points.count - start)
      for query in strip.queries {
        let row = query - strip.queries.lowerBound
        let distances = unsafe strip.distances + (Int(number) * tile.rows + row) * tile.columns
        for column in 0..<present {
          let distance = unsafe distances[column]
          // Equal distances too: of those the lower index counts.
          guard distance <= limit(query - firstQuery) else { continue }
          insert(
            query - firstQuery, distance: distance,
            index: strip.points.lowerBound + start + column)
        }
      }
    }
  }
}

/// The lists that no thread is working on, by piece of queries.
private final class ListShelves: Sendable {
  private let schedule: DistanceSchedule
  private let keptCount: Int
  private let shelves: Mutex<[[Shelved]]>

  /// Lists are handed from thread to thread, and each is in one thread's hands at a time.
  @safe
  private struct Shelved: @unchecked Sendable {
    let lists: NearestLists
  }

  init(_ schedule: DistanceSchedule, keptCount: Int) {
    self.schedule = schedule
    self.keptCount = keptCount
    shelves = Mutex(Array(repeating: [], count: schedule.queryPieceCount))
  }

  /// Lists for a piece of queries: some that are there, or new ones.
  func take(_ queryPiece: Int) -> NearestLists {
    shelves.withLock { $0[queryPiece].popLast() }?.lists
      ?? NearestLists(
        queryCount: schedule.queries(ofQueryPiece: queryPiece).count, keptCount: keptCount)
  }

  func put(_ lists: NearestLists, back queryPiece: Int) {
    let shelved = Shelved(lists: lists)
    shelves.withLock { $0[queryPiece].append(shelved) }
  }

  /// All that are there.
  func takeAll(_ queryPiece: Int) -> [NearestLists] {
    shelves.withLock { shelves in
      defer { shelves[queryPiece] = [] }
      return shelves[queryPiece]
    }.map(\.lists)
  }
}

import Synchronization

/// The nearest points of many queries, collected by all threads while distances are swept over.
@safe
struct NearestCollection {
  let sweep: DistanceSweep
  let count: Int
  let keptCount: Int

  /// Collects, and writes for each query its `keptCount` nearest points in order.
  ///
  /// - Parameters:
  ///   - distances: `[count, keptCount]`; infinite where there are fewer points.
  ///   - indices: `[count, keptCount]`; −1 where there are fewer points.
  func write(distances: UnsafeMutablePointer<Float>, indices: UnsafeMutablePointer<Int32>) {
    let schedule = DistanceSchedule(
      queryCount: count, pointCount: sweep.pointCount, dimensions: sweep.dimensions,
      tile: sweep.tile, keptCount: keptCount)
    // A thread takes lists that another one has left, if there are any: what was found is a good
    // limit for what comes, and there are never more lists than threads.
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
        lists.insert(strip, tile: sweep.tile, firstQuery: first)
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
    for near in unsafe strip.nearTiles.indices {
      let number = unsafe Int(strip.nearTiles[near])
      let start = number * tile.columns
      let present = min(tile.columns, strip.points.count - start)
      for query in strip.queries {
        let row = query - strip.queries.lowerBound
        let distances = unsafe strip.distances + (number * tile.rows + row) * tile.columns
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

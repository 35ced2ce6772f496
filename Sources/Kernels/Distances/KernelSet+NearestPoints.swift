import Synchronization

/// The nearest points, without ever holding all distances.
extension KernelSet {
  /// Fewest queries and dimensions for which the expanded square pays, and how many more points
  /// than wanted it collects.
  private static let fewestQueries = 8
  private static let fewestDimensions = 32
  private static let reserve = 6
  private static let mostCandidates = 1024

  /// The `keptCount` points nearest to each of `count` queries, nearest first, ties by ascending
  /// index: by distances as ``squaredDistances(_:_:dimensions:queries:points:result:)`` gives them,
  /// bit for bit.
  ///
  /// - Parameters:
  ///   - count: How many queries.
  ///   - pointCount: How many points, less than 2³¹.
  ///   - queries: `[count, dimensions]`, finite.
  ///   - points: `[pointCount, dimensions]`, finite.
  ///   - pointNorms: The points' squared distances to zero, if they are known: with them many
  ///     queries are faster.
  ///   - keptCount: How many points each query wants.
  ///   - distances: `[count, keptCount]`; infinite where there are fewer points.
  ///   - indices: `[count, keptCount]`; −1 where there are fewer points.
  package func nearestPoints(
    _ count: Int, _ pointCount: Int, dimensions: Int, queries: UnsafePointer<Float>,
    points: UnsafePointer<Float>, pointNorms: UnsafePointer<Float>? = nil, keptCount: Int,
    distances: UnsafeMutablePointer<Float>, indices: UnsafeMutablePointer<Int32>
  ) {
    guard count > 0, keptCount > 0 else { return }
    let candidates = keptCount + Self.reserve
    if let pointNorms = unsafe pointNorms, count >= Self.fewestQueries,
      dimensions >= Self.fewestDimensions, candidates <= min(Self.mostCandidates, pointCount / 4)
    {
      let ranking = unsafe CandidateRanking(
        kernels: self, pointCount: pointCount, dimensions: dimensions, queries: queries,
        points: points, candidateCount: candidates, keptCount: keptCount)
      unsafe ranking.write(count, pointNorms, distances: distances, indices: indices)
    } else {
      let sweep = unsafe DistanceSweep(
        self, queryCount: count, pointCount: pointCount, dimensions: dimensions, queries: queries,
        points: points)
      unsafe NearestCollection(sweep: sweep, count: count, keptCount: keptCount).write(
        distances: distances, indices: indices)
    }
  }
}

/// The nearest points by way of candidates: some more than wanted are found by the expanded square,
/// measured by squared differences, and accepted if no other point can belong among them.
@safe
private struct CandidateRanking {
  let kernels: KernelSet
  let pointCount: Int
  let dimensions: Int
  let queries: UnsafePointer<Float>
  let points: UnsafePointer<Float>
  let candidateCount: Int
  let keptCount: Int

  func write(
    _ count: Int, _ pointNorms: UnsafePointer<Float>, distances: UnsafeMutablePointer<Float>,
    indices: UnsafeMutablePointer<Int32>
  ) {
    let uncertain = Mutex<[Int]>([])
    let total = count * candidateCount
    unsafe BufferPool.shared.withFloats(2 * total + count + dimensions) { floats in
      let approximate = unsafe floats
      let (norms, zero) = unsafe (floats + 2 * total, floats + 2 * total + count)
      unsafe zero.update(repeating: 0, count: dimensions)
      unsafe kernels.squaredDistances(
        count, 1, dimensions: dimensions, queries: queries, points: zero, result: norms)
      let largestNorm = unsafe UnsafeBufferPointer(start: pointNorms, count: pointCount).max() ?? 0
      let sweep = unsafe DistanceSweep(
        kernels, queryCount: count, pointCount: pointCount, dimensions: dimensions,
        queries: queries, points: points, norms: .init(queries: norms, points: pointNorms))
      unsafe UnsafeMutableRawPointer(floats + total).withMemoryRebound(
        to: Int32.self, capacity: total
      ) { candidates in
        unsafe NearestCollection(sweep: sweep, count: count, keptCount: candidateCount).write(
          distances: approximate, indices: candidates)
        Parallel.forEach(count) { query in
          let place = query * candidateCount
          unsafe rank(
            query, candidates + place, distances: distances + query * keptCount,
            indices: indices + query * keptCount)
          let isCertain = unsafe isBeyond(
            approximate[place + candidateCount - 1], distances[(query + 1) * keptCount - 1],
            norms: norms[query] + largestNorm)
          if !isCertain { uncertain.withLock { $0.append(query) } }
        }
      }
    }
    let again = uncertain.withLock { $0.sorted() }
    if !again.isEmpty { unsafe search(again, distances: distances, indices: indices) }
  }

  /// Whether points whose expanded squares are at least `approximate` are all farther than `last`.
  ///
  /// A sum of d products, in sixteen lanes and a tree of four additions, is off by less than (d /
  /// 16 + 10) · 2⁻²⁴ times |q| |p|, and norms by as much times themselves; so the expanded square
  /// is off by less than that times (|q| + |p|)² ≤ 2 (|q|² + |p|²). A sum of squared differences is
  /// off by less than that times itself; and where products underflow, all are off by less than d ·
  /// 2⁻¹²⁴.
  private func isBeyond(_ approximate: Float, _ last: Float, norms: Float) -> Bool {
    let unit = Double(dimensions / 16 + 12) * 0x1p-24
    guard unit < 0.25 else { return false }
    let least = Double(approximate) - 2 * unit * Double(norms) * (1 + 2 * unit)
    return least * (1 - unit) - Double(dimensions) * 0x1p-123 > Double(last)
  }

  /// Measures the candidates of a query, and writes the nearest of them.
  private func rank(
    _ query: Int, _ candidates: UnsafePointer<Int32>, distances: UnsafeMutablePointer<Float>,
    indices: UnsafeMutablePointer<Int32>
  ) {
    let lists = NearestLists(queryCount: 1, keptCount: keptCount)
    unsafe BufferPool.shared.withFloats(candidateCount * dimensions) { rows in
      for candidate in 0..<candidateCount {
        unsafe (rows + candidate * dimensions).update(
          from: points + Int(candidates[candidate]) * dimensions, count: dimensions)
      }
      let sweep = unsafe DistanceSweep(
        kernels, queryCount: 1, pointCount: candidateCount, dimensions: dimensions,
        queries: queries + query * dimensions, points: rows)
      sweep.forEachStrip(
        queries: 0..<1, points: 0..<candidateCount, pointsABlock: candidateCount,
        limit: { _ in .infinity }
      ) { strip in
        for candidate in 0..<candidateCount {
          unsafe lists.insert(
            0, distance: strip.distances[candidate], index: Int(candidates[candidate]))
        }
      }
    }
    unsafe lists.write(0, distances: distances, indices: indices)
  }

  /// Searches the nearest points of some queries by squared differences alone.
  private func search(
    _ again: [Int], distances: UnsafeMutablePointer<Float>, indices: UnsafeMutablePointer<Int32>
  ) {
    let found = again.count * keptCount
    unsafe BufferPool.shared.withFloats(again.count * dimensions + 2 * found) { floats in
      let rows = unsafe floats + 2 * found
      for (row, query) in again.enumerated() {
        unsafe (rows + row * dimensions).update(
          from: queries + query * dimensions, count: dimensions)
      }
      unsafe UnsafeMutableRawPointer(floats + found).withMemoryRebound(
        to: Int32.self, capacity: found
      ) { foundIndices in
        unsafe kernels.nearestPoints(
          again.count, pointCount, dimensions: dimensions, queries: rows, points: points,
          keptCount: keptCount, distances: floats, indices: foundIndices)
        for (row, query) in again.enumerated() {
          unsafe (distances + query * keptCount).update(
            from: floats + row * keptCount, count: keptCount)
          unsafe (indices + query * keptCount).update(
            from: foundIndices + row * keptCount, count: keptCount)
        }
      }
    }
  }
}

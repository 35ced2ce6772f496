/// Squared Euclidean distances, each the sum of squared differences in single precision: 0 for
/// equal vectors, and off by no more than the factor 1 ± (d / 16 + 9) · 2⁻²⁴.
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
    let (rows, columns) = sweep.tile
    let schedule = DistanceSchedule(
      queryCount: count, pointCount: pointCount, dimensions: dimensions, tile: sweep.tile)
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
}

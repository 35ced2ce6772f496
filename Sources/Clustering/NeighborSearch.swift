import Kernels
import Tensors

/// Exact search for the nearest of a set of points.
///
/// A few more points than wanted are found by distances in single precision and measured again in
/// double precision. If one that was left out might be as near as the last wanted one, for all that
/// is known of rounding errors, then all points that might be are measured. So the ranking is that
/// of a search in double precision throughout.
package struct NeighborSearch: Sendable {
  /// A point that was found.
  package struct Neighbor: Sendable, Equatable {
    /// The point's number.
    package let index: Int
    /// Its squared distance to the query, summed in double precision by ascending column.
    package let squaredDistance: Double
  }

  /// The points, [n, c].
  package let points: Tensor

  /// The points' squared norms, [n].
  private let norms: Tensor

  /// How many more points than wanted are found at first.
  private static let reserve = 6

  /// Makes a search among `points`, [n, c].
  ///
  /// - Precondition: All elements are usable for distances.
  package init(points: Tensor) {
    precondition(points.shape.rank == 2, "points have the shape \(points.shape), not [n, c]")
    self.points = points
    norms = points.squaredNorms()
  }

  /// The `count` nearest points of each query, nearest first, ties by ascending number.
  ///
  /// - Parameters:
  ///   - queries: [q, c].
  ///   - count: How many; all points if there are fewer.
  ///   - excludingOwn: Whether query i is point i, and is not to be found by itself.
  package func neighbors(
    of queries: Tensor, count: Int, excludingOwn: Bool = false
  ) -> [[Neighbor]] {
    let wanted = min(count, points.shape[0])
    guard wanted > 0 else { return Array(repeating: [], count: queries.shape[0]) }
    let found = queries.nearest(
      wanted + (excludingOwn ? 1 : 0) + Self.reserve, of: points, norms: norms)
    let exact = queries.exactSquaredDistances(to: points, at: found.indices)
    return (0..<queries.shape[0]).map { query in
      let excluded = excludingOwn ? query : nil
      let places = query * found.countAQuery..<(query + 1) * found.countAQuery
      let last = places.filter { found.indices[$0] != excluded ?? -1 }.prefix(wanted).last
      guard let last, let farthest = places.last else { return [] }
      let bound = bound(beyond: found.squaredDistances[last])
      guard
        found.countAQuery == points.shape[0] || found.squaredDistances[farthest] > bound
      else {
        return searchAll(queries.parts(query..<query + 1), within: bound, wanted, excluded)
      }
      return ranked(found.indices[places], exact[places], wanted, excluded)
    }
  }

  /// The neighbours of one query among all points within a squared distance.
  private func searchAll(
    _ query: Tensor, within bound: Float, _ wanted: Int, _ excluded: Int?
  ) -> [Neighbor] {
    let distances = query.squaredDistances(to: points).scalars
    let near = distances.indices.filter { distances[$0] <= bound }.map { Int32($0) }
    let exact = query.exactSquaredDistances(to: points, at: near)
    return ranked(near[...], exact[...], wanted, excluded)
  }

  private func ranked(
    _ indices: ArraySlice<Int32>, _ distances: ArraySlice<Double>, _ wanted: Int, _ excluded: Int?
  ) -> [Neighbor] {
    let candidates = zip(indices, distances).map {
      Neighbor(index: Int($0), squaredDistance: $1)
    }
    return Array(
      candidates.filter { $0.index != excluded }.sorted {
        ($0.squaredDistance, $0.index) < ($1.squaredDistance, $1.index)
      }.prefix(wanted))
  }

  /// The largest computed square that a point can have whose true one is at most that of a point
  /// with the computed square `value`.
  ///
  /// Of c terms, each rounded in the difference and in the square, sixteen lanes of at most
  /// c / 16 + 1 terms and a tree of four additions make a sum that is within the factor
  /// 1 ± (c / 16 + 9) · 2⁻²⁴ of the true one, and within c · 2⁻¹²⁶ where terms underflow.
  private func bound(beyond value: Float) -> Float {
    let dimension = points.shape[1]
    let relativeError = Double(dimension / 16 + 10) * 0x1p-24
    guard relativeError < 0.5 else { return .infinity }
    let bound =
      Double(value) * (1 + relativeError) / (1 - relativeError) + 4 * Double(dimension) * 0x1p-126
    return Float(bound).nextUp
  }
}

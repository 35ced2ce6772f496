import Tensors

/// Exact search for the nearest of a set of points.
///
/// Distances come from single precision first; all points within the bound of its rounding errors
/// of the last wanted one are measured again in double precision. So the ranking is that of a search
/// in double precision throughout.
package struct NeighborSearch: Sendable {
  /// A point that was found.
  package struct Neighbor: Sendable, Equatable {
    /// The point's number.
    package let index: Int
    /// Its squared distance to the query, summed in double precision by ascending column.
    package let squaredDistance: Double
  }

  /// The points, [n, c].
  private let points: Tensor

  /// How many distances are held at once.
  private static let distanceCountLimit = 1 << 22

  /// Makes a search among `points`, [n, c].
  ///
  /// - Precondition: All elements are usable for distances.
  package init(points: Tensor) {
    precondition(points.shape.rank == 2, "points have the shape \(points.shape), not [n, c]")
    self.points = points
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
    let queryCount = queries.shape[0]
    let dimension = queries.shape[1]
    precondition(dimension == points.shape[1], "\(queries.shape) against \(points.shape)")
    let pointCount = points.shape[0]
    let elements = queries.scalars
    let blockSize = max(Self.distanceCountLimit / max(pointCount, 1), 1)
    var results: [[Neighbor]] = []
    results.reserveCapacity(queryCount)
    for start in stride(from: 0, to: queryCount, by: blockSize) {
      let end = min(start + blockSize, queryCount)
      let block = Tensor(
        [end - start, dimension], Array(elements[start * dimension..<end * dimension]))
      let distances = block.squaredDistances(to: points).scalars
      for query in start..<end {
        let row = (query - start) * pointCount
        results.append(
          select(
            count, from: distances[row..<row + pointCount],
            query: elements[query * dimension..<(query + 1) * dimension],
            excluded: excludingOwn ? query : nil))
      }
    }
    return results
  }

  private func select(
    _ count: Int, from distances: ArraySlice<Float>, query: ArraySlice<Float>, excluded: Int?
  ) -> [Neighbor] {
    let first = distances.startIndex
    var smallest = SmallestValues(count: count)
    for index in distances.indices where index - first != excluded {
      smallest.insert(distances[index])
    }
    guard let last = smallest.largest else { return [] }
    let bound = Self.bound(beyond: last, dimension: points.shape[1])
    var candidates: [Neighbor] = []
    for index in distances.indices where distances[index] <= bound && index - first != excluded {
      candidates.append(
        Neighbor(index: index - first, squaredDistance: measure(index - first, query)))
    }
    candidates.sort { ($0.squaredDistance, $0.index) < ($1.squaredDistance, $1.index) }
    return Array(candidates.prefix(count))
  }

  private func measure(_ point: Int, _ query: ArraySlice<Float>) -> Double {
    var sum = 0.0
    var position = point * points.shape[1]
    for element in query {
      let difference = Double(element) - Double(points[position])
      sum += difference * difference
      position += 1
    }
    return sum
  }

  /// The largest computed square that a point can have whose true one is at most that of a point
  /// with the computed square `value`.
  ///
  /// Of c terms, each rounded in the difference and in the square, the computed sum is within the
  /// factor 1 ± (c + 2) · 2⁻²⁴ of the true one, in whatever order it is summed, and within
  /// c · 2⁻¹²⁶ where terms underflow.
  private static func bound(beyond value: Float, dimension: Int) -> Float {
    let relativeError = Double(dimension + 8) * 0x1p-24
    guard relativeError < 0.5 else { return .infinity }
    let bound =
      Double(value) * (1 + relativeError) / (1 - relativeError) + 4 * Double(dimension) * 0x1p-126
    return Float(bound).nextUp
  }
}

/// The smallest of the values seen so far, up to a count: a heap with the largest on top.
struct SmallestValues {
  private let count: Int
  private var heap: [Float] = []

  init(count: Int) {
    self.count = count
  }

  /// The largest of the kept values.
  var largest: Float? { heap.first }

  mutating func insert(_ value: Float) {
    if heap.count < count {
      heap.append(value)
      var child = heap.count - 1
      while child > 0, heap[(child - 1) / 2] < heap[child] {
        heap.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    } else if let top = heap.first, value < top {
      heap[0] = value
      sink()
    }
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { return }
      if child + 1 < heap.count, heap[child] < heap[child + 1] { child += 1 }
      guard heap[parent] < heap[child] else { return }
      heap.swapAt(parent, child)
      parent = child
    }
  }
}

import Tensors

/// How well neighbours share labels: the mean over all points of the fraction of their `count`
/// nearest other points that have the same label.
///
/// Neighbours are ranked by Euclidean distance, ties by ascending number.
///
/// - Parameters:
///   - count: How many neighbours; the k in precision at k.
///   - points: [n, c], n greater than `count`.
///   - labels: Each point's label; any numbers.
public func retrievalPrecision(
  at count: Int, points: Tensor, labels: [Int]
) throws(ClusteringError) -> Double {
  try points.checkPoints()
  let pointCount = points.shape[0]
  guard labels.count == pointCount else {
    throw .labelCount(labels.count, expected: pointCount)
  }
  guard count >= 1, count < pointCount else {
    throw .neighborCount(count, points: pointCount)
  }
  let found = NeighborSearch(points: points).neighbors(
    of: points, count: count, excludingOwn: true)
  var matches = 0
  for (label, neighbors) in zip(labels, found) {
    matches += neighbors.count { labels[$0.index] == label }
  }
  return Double(matches) / Double(pointCount * count)
}

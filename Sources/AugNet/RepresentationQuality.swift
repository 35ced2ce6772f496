import Clustering
import Tensors

/// How well points of one class lie together, as AugNet's authors measure it.
public struct RepresentationQuality: Sendable, Equatable {
  /// The fraction of points in the k-means cluster that is matched with their class.
  public let clusteringAccuracy: Double
  /// The mean fraction of a point's five nearest neighbours that are of its class.
  public let precisionAt5: Double

  /// Measures points `[n, c]` against their labels.
  ///
  /// - Parameters:
  ///   - points: At least 6.
  ///   - labels: One a point; as many clusters are sought as there are different ones.
  ///   - restarts: How often k-means begins anew; the best is kept. The authors use 100.
  ///   - seed: Of k-means.
  public init(of points: Tensor, labels: [Int], restarts: Int = 100, seed: UInt64 = 0) throws {
    let clusters = try KMeans(
      KMeans.Configuration(clusterCount: Set(labels).count, restarts: restarts, seed: seed)
    ).clusters(of: points)
    clusteringAccuracy = try Clustering.clusteringAccuracy(
      assignments: clusters.assignments, labels: labels)
    precisionAt5 = try retrievalPrecision(at: 5, points: points, labels: labels)
  }
}

/// The one-to-one matching of clusters with labels under which most points are right.
public struct ClusterMatching: Sendable, Equatable {
  /// A cluster, the label it stands for, and the points they have in common.
  public struct Pair: Sendable, Equatable {
    /// The cluster's number.
    public let cluster: Int
    /// The label.
    public let label: Int
    /// The number of points that have both.
    public let commonCount: Int
  }

  /// The matched pairs, by ascending cluster; as many as there are clusters or labels, whichever are
  /// fewer.
  public let pairs: [Pair]

  /// The fraction of points whose cluster is matched with their label.
  public let accuracy: Double

  /// Matches the clusters in `assignments` with `labels`, both one a point.
  public init(assignments: [Int], labels: [Int]) throws(ClusteringError) {
    let table = try ContingencyTable(assignments: assignments, labels: labels)
    let matching = HungarianAlgorithm(
      costs: table.counts.map { -Double($0) }, rows: table.clusters.count,
      columns: table.labels.count
    ).matching()
    pairs = matching.enumerated().compactMap { row, column in
      column.map {
        Pair(cluster: table.clusters[row], label: table.labels[$0], commonCount: table[row, $0])
      }
    }
    accuracy = Double(pairs.reduce(0) { $0 + $1.commonCount }) / Double(table.pointCount)
  }
}

/// The fraction of points that are right when clusters are matched one to one with labels in the
/// best way, as AugNet's authors measure it.
///
/// - Parameters:
///   - assignments: Each point's cluster; any numbers.
///   - labels: Each point's true label; any numbers.
public func clusteringAccuracy(
  assignments: [Int], labels: [Int]
) throws(ClusteringError) -> Double {
  try ClusterMatching(assignments: assignments, labels: labels).accuracy
}

/// How many points each pair of cluster and label has in common.
struct ContingencyTable {
  /// The distinct clusters and labels, ascending.
  let clusters: [Int]
  let labels: [Int]

  /// The number of points.
  let pointCount: Int

  /// The counts, cluster by cluster.
  private(set) var counts: [Int]

  init(assignments: [Int], labels: [Int]) throws(ClusteringError) {
    guard assignments.count == labels.count, !labels.isEmpty else {
      throw .labelCount(labels.count, expected: assignments.count)
    }
    clusters = Set(assignments).sorted()
    self.labels = Set(labels).sorted()
    pointCount = labels.count
    counts = [Int](repeating: 0, count: clusters.count * self.labels.count)
    let rows = Self.positions(clusters)
    let columns = Self.positions(self.labels)
    for (cluster, label) in zip(assignments, labels) {
      if let row = rows[cluster], let column = columns[label] {
        counts[row * self.labels.count + column] += 1
      }
    }
  }

  /// The points that cluster number `row` and label number `column` have in common.
  subscript(row: Int, column: Int) -> Int { counts[row * labels.count + column] }

  /// The number of points in each cluster.
  var clusterSizes: [Int] {
    clusters.indices.map { row in labels.indices.reduce(0) { $0 + self[row, $1] } }
  }

  /// The number of points of each label.
  var labelSizes: [Int] {
    labels.indices.map { column in clusters.indices.reduce(0) { $0 + self[$1, column] } }
  }

  private static func positions(_ values: [Int]) -> [Int: Int] {
    Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
  }
}

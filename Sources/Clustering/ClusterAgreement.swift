#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The mutual information of clusters and labels over the mean of their entropies, in [0, 1].
///
/// 1 if both divide the points alike, 0 if they are independent. Normalised as scikit-learn's
/// `normalized_mutual_info_score`.
public func normalizedMutualInformation(
  assignments: [Int], labels: [Int]
) throws(ClusteringError) -> Double {
  let table = try ContingencyTable(assignments: assignments, labels: labels)
  let total = Double(table.pointCount)
  let clusterSizes = table.clusterSizes.map(Double.init)
  let labelSizes = table.labelSizes.map(Double.init)
  func entropy(_ sizes: [Double]) -> Double {
    -sizes.reduce(0) { $0 + $1 / total * log($1 / total) }
  }
  let meanEntropy = (entropy(clusterSizes) + entropy(labelSizes)) / 2
  if meanEntropy == 0 { return 1 }
  var information = 0.0
  for row in clusterSizes.indices {
    for column in labelSizes.indices where table[row, column] > 0 {
      let common = Double(table[row, column])
      information +=
        common / total * log(common * total / (clusterSizes[row] * labelSizes[column]))
    }
  }
  return min(max(information / meanEntropy, 0), 1)
}

/// The Rand index of clusters and labels, adjusted for chance: 1 if both divide the points alike,
/// about 0 if they are independent.
///
/// Source: Hubert, Arabie, "Comparing partitions" (1985).
public func adjustedRandIndex(
  assignments: [Int], labels: [Int]
) throws(ClusteringError) -> Double {
  let table = try ContingencyTable(assignments: assignments, labels: labels)
  func pairs(_ sizes: [Int]) -> Double {
    sizes.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 }
  }
  let together = pairs(table.counts)
  let inClusters = pairs(table.clusterSizes)
  let inLabels = pairs(table.labelSizes)
  let all = pairs([table.pointCount])
  let expected = all == 0 ? 0 : inClusters * inLabels / all
  let highest = (inClusters + inLabels) / 2
  // Both put every point alone, or all points together.
  if highest == expected { return 1 }
  return (together - expected) / (highest - expected)
}

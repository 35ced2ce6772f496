import Clustering
import Testing

struct ClusterMatchingTests {
  @Test func agreesWithTheReference() throws {
    for comparison in try ClusteringReference.read().comparisons {
      let accuracy = try clusteringAccuracy(
        assignments: comparison.assignments, labels: comparison.labels)
      #expect(abs(accuracy - comparison.accuracy) < 1e-12)
    }
  }

  @Test func namesThePairs() throws {
    let matching = try ClusterMatching(
      assignments: [3, 3, 3, 8, 8, 5], labels: [-1, -1, 7, 7, 7, -1])
    #expect(matching.pairs.map(\.cluster) == [3, 8])
    #expect(matching.pairs.map(\.label) == [-1, 7])
    #expect(matching.pairs.map(\.commonCount) == [2, 2])
    #expect(matching.accuracy == 4.0 / 6)
  }

  @Test func refusesUnequalCounts() {
    #expect(throws: ClusteringError.labelCount(2, expected: 1)) {
      try clusteringAccuracy(assignments: [1], labels: [1, 2])
    }
    #expect(throws: ClusteringError.labelCount(0, expected: 0)) {
      try clusteringAccuracy(assignments: [], labels: [])
    }
  }
}

import Clustering
import Testing

struct ClusterAgreementTests {
  @Test func agreesWithTheReference() throws {
    for comparison in try ClusteringReference.read().comparisons {
      let information = try normalizedMutualInformation(
        assignments: comparison.assignments, labels: comparison.labels)
      let rand = try adjustedRandIndex(
        assignments: comparison.assignments, labels: comparison.labels)
      #expect(abs(information - comparison.normalizedMutualInformation) < 1e-12)
      #expect(abs(rand - comparison.adjustedRandIndex) < 1e-12)
    }
  }

  @Test func aSinglePointAgrees() throws {
    #expect(try normalizedMutualInformation(assignments: [4], labels: [9]) == 1)
    #expect(try adjustedRandIndex(assignments: [4], labels: [9]) == 1)
  }
}

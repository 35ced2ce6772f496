import Clustering
import Tensors
import Testing

struct RetrievalPrecisionTests {
  @Test func agreesWithTheReference() throws {
    let reference = try ClusteringReference.read()
    for set in [reference.blobs, reference.noise] {
      for expected in set.precisions {
        let precision = try retrievalPrecision(
          at: expected.count, points: set.tensor, labels: set.labels)
        #expect(abs(precision - expected.precision) < 1e-12)
      }
    }
  }

  @Test func refusesMoreNeighborsThanOtherPoints() {
    let points = Tensor([3, 1], [0, 1, 5])
    #expect(throws: ClusteringError.neighborCount(3, points: 3)) {
      try retrievalPrecision(at: 3, points: points, labels: [0, 0, 1])
    }
    #expect(throws: ClusteringError.neighborCount(0, points: 3)) {
      try retrievalPrecision(at: 0, points: points, labels: [0, 0, 1])
    }
    #expect(throws: ClusteringError.labelCount(2, expected: 3)) {
      try retrievalPrecision(at: 1, points: points, labels: [0, 0])
    }
    #expect(throws: ClusteringError.unusableValue(point: 0, column: 0, value: .infinity)) {
      try retrievalPrecision(at: 1, points: Tensor([2, 1], [.infinity, 0]), labels: [0, 0])
    }
  }
}

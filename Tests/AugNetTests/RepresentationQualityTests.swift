import AugNet
import TestSupport
import Testing

@Suite struct RepresentationQualityTests {
  @Test func isOneForClustersThatLieApart() throws {
    var random = SeededRandom(1)
    let labels = (0..<36).map { $0 % 3 }
    let points = labels.flatMap { label in
      (0..<4).map { ($0 == label ? 10 : 0) + random.uniform(in: -0.5...0.5) }
    }
    let quality = try RepresentationQuality(
      of: Tensor([36, 4], points), labels: labels, restarts: 5)
    #expect(quality.clusteringAccuracy == 1 && quality.precisionAt5 == 1)
  }

  @Test func isNearChanceForPointsWithoutClusters() throws {
    var random = SeededRandom(2)
    let labels = (0..<90).map { $0 % 3 }
    let points = Tensor([90, 4], random.uniforms(360))
    let quality = try RepresentationQuality(of: points, labels: labels, restarts: 5)
    #expect(quality.clusteringAccuracy < 0.6 && quality.precisionAt5 < 0.55)
  }

  @Test func refusesFewerThanSixPoints() {
    #expect(throws: (any Error).self) {
      try RepresentationQuality(of: Tensor([5, 1], [1, 2, 3, 4, 5]), labels: [0, 0, 0, 1, 1])
    }
  }
}

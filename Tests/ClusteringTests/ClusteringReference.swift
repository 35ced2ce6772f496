import Foundation
import Tensors
import TestSupport

/// What scikit-learn and SciPy found, from clustering.json.
struct ClusteringReference: Decodable {
  struct PointSet: Decodable {
    struct Partition: Decodable {
      let clusterCount: Int
      let inertia: Double
    }
    struct Precision: Decodable {
      let count: Int
      let precision: Double
    }
    let dimension: Int
    let points: [Float]
    let labels: [Int]
    let partitions: [Partition]
    let precisions: [Precision]

    var tensor: Tensor { Tensor([points.count / dimension, dimension], points) }
  }
  struct Comparison: Decodable {
    let assignments: [Int]
    let labels: [Int]
    let accuracy: Double
    let normalizedMutualInformation: Double
    let adjustedRandIndex: Double
  }
  struct AssignmentProblem: Decodable {
    let rows: Int
    let columns: Int
    let costs: [Double]
    let cost: Double
  }
  let blobs: PointSet
  let noise: PointSet
  let comparisons: [Comparison]
  let assignmentProblems: [AssignmentProblem]

  static func read() throws -> ClusteringReference {
    let url = URL(fileURLWithPath: referencePath("Clustering/clustering.json"))
    return try JSONDecoder().decode(ClusteringReference.self, from: Data(contentsOf: url))
  }
}

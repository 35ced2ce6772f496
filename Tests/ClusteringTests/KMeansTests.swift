import Clustering
import Tensors
import TestSupport
import Testing

struct KMeansTests {
  /// The sum of squared distances to the centres, in double precision.
  static func inertia(_ points: Tensor, _ result: KMeans.Result) -> Double {
    let dimension = points.shape[1]
    return (0..<points.count).reduce(0) { sum, index in
      let center = result.assignments[index / dimension] * dimension + index % dimension
      let difference = Double(points[index]) - Double(result.centers[center])
      return sum + difference * difference
    }
  }

  static func points(_ count: Int, _ dimension: Int, seed: UInt64) -> Tensor {
    var random = SeededRandom(seed)
    return Tensor([count, dimension], random.uniforms(count * dimension))
  }

  @Test func findsTheInertiaThatTheReferenceFinds() throws {
    let reference = try ClusteringReference.read()
    for set in [reference.blobs, reference.noise] {
      for partition in set.partitions {
        let kMeans = KMeans(
          KMeans.Configuration(clusterCount: partition.clusterCount, restarts: 1000, tolerance: 0))
        let result = try kMeans.clusters(of: set.tensor)
        // Single-precision centres cost a few units of 2⁻²⁴.
        #expect(result.inertia <= partition.inertia * (1 + 1e-5))
        #expect(result.inertia >= partition.inertia * (1 - 1e-5))
        #expect(abs(Self.inertia(set.tensor, result) / result.inertia - 1) < 1e-5)
      }
    }
  }

  @Test func resultIsAFixedPoint() throws {
    let points = Self.points(200, 7, seed: 21)
    let result = try KMeans(.init(clusterCount: 9, restarts: 3, tolerance: 0)).clusters(of: points)
    #expect(result.centers.shape == [9, 7])
    #expect(result.assignments.count == 200)
    for point in 0..<200 {
      let distances = (0..<9).map { center in
        (0..<7).reduce(0.0) { sum, column in
          let difference =
            Double(points[point * 7 + column]) - Double(result.centers[center * 7 + column])
          return sum + difference * difference
        }
      }
      let own = distances[result.assignments[point]]
      #expect(distances.allSatisfy { own <= $0 * (1 + 1e-6) })
    }
    for center in 0..<9 {
      let members = (0..<200).filter { result.assignments[$0] == center }
      #expect(!members.isEmpty)
      for column in 0..<7 {
        let mean =
          members.reduce(0.0) { $0 + Double(points[$1 * 7 + column]) } / Double(members.count)
        #expect(result.centers[center * 7 + column] == Float(mean))
      }
    }
  }

  @Test func separatesBlobs() throws {
    let blobs = try ClusteringReference.read().blobs
    let result = try KMeans(.init(clusterCount: 5)).clusters(of: blobs.tensor)
    let accuracy = try clusteringAccuracy(assignments: result.assignments, labels: blobs.labels)
    #expect(accuracy > 0.95)
  }

  @Test func theSameSeedGivesTheSameResult() throws {
    let points = Self.points(150, 5, seed: 4)
    let run = { (seed: UInt64) in
      try KMeans(.init(clusterCount: 12, restarts: 2, seed: seed)).clusters(of: points)
    }
    #expect(try run(1) == run(1))
    #expect(try run(1) != run(2))
  }

  @Test func moreRestartsAreNeverWorse() throws {
    let points = Self.points(120, 3, seed: 8)
    var last = Double.infinity
    for restarts in [1, 2, 5, 20] {
      let result = try KMeans(.init(clusterCount: 10, restarts: restarts)).clusters(of: points)
      #expect(result.inertia <= last)
      last = result.inertia
    }
  }

  @Test func asManyClustersAsPointsLeaveNothing() throws {
    let points = Self.points(17, 4, seed: 2)
    let result = try KMeans(.init(clusterCount: 17, restarts: 1)).clusters(of: points)
    #expect(Set(result.assignments).count == 17)
    #expect(result.inertia == 0)
  }

  @Test func duplicatePointsEndWithFewerClusters() throws {
    let points = Tensor([6, 1], [1, 1, 1, 5, 5, 5])
    let result = try KMeans(.init(clusterCount: 4)).clusters(of: points)
    #expect(result.inertia == 0)
    #expect(Set(result.assignments).count == 2)
    #expect(
      result.assignments[0..<3] == [result.assignments[0], result.assignments[0]] + [
        result.assignments[0]
      ])
    let same = try KMeans(.init(clusterCount: 2)).clusters(of: Tensor([3, 2], filledWith: 7))
    #expect(same.assignments == [0, 0, 0])
  }

  @Test func tiesGoToTheLowerCenter() throws {
    // With one restart per seed every optimum occurs: {0}, {1, 2} or {0, 1}, {2}; point 1 lies
    // between, and whichever centre it belongs to, the result must be one of the two optima.
    for seed in 0..<20 {
      let result = try KMeans(.init(clusterCount: 2, restarts: 1, seed: UInt64(seed))).clusters(
        of: Tensor([3, 1], [0, 1, 2]))
      #expect(abs(result.inertia - 0.5) < 1e-6)
    }
  }

  @Test func emptyClustersArePopulated() throws {
    // Many clusters over few, widely different places: seedings and updates often lose clusters.
    var random = SeededRandom(31)
    for seed in 0..<50 {
      let count = random.integer(in: 5...40)
      let scale = random.element(of: [Float(1), 1e3, 1e-3])
      let values = (0..<count * 2).map { _ in
        Float(random.integer(in: 0...3)) * scale
      }
      let points = Tensor([count, 2], values)
      let distinct = Set((0..<count).map { [values[2 * $0], values[2 * $0 + 1]] }).count
      let wanted = random.integer(in: 1...distinct)
      let result = try KMeans(
        .init(clusterCount: wanted, restarts: 2, seed: UInt64(seed))
      ).clusters(of: points)
      #expect(Set(result.assignments).count == wanted, "seed \(random.seed), round \(seed)")
    }
  }

  @Test func refusesWhatCannotBeClustered() {
    let points = Tensor([3, 2], [0, 1, 2, 3, 4, 5])
    func error(_ points: Tensor, _ configuration: KMeans.Configuration) -> ClusteringError? {
      do {
        _ = try KMeans(configuration).clusters(of: points)
        return nil
      } catch {
        return error
      }
    }
    #expect(error(points, .init(clusterCount: 4)) == .clusterCount(4, points: 3))
    #expect(error(points, .init(clusterCount: 0)) == .clusterCount(0, points: 3))
    #expect(
      error(Tensor([6], filledWith: 0), .init(clusterCount: 1)) == .notAMatrix(dimensions: [6]))
    #expect(
      error(Tensor([0, 4], filledWith: 0), .init(clusterCount: 1))
        == .notAMatrix(dimensions: [0, 4]))
    #expect(
      error(points, .init(clusterCount: 1, restarts: 0))
        == .invalidSetting(name: "restarts", value: 0))
    #expect(
      error(points, .init(clusterCount: 1, maximumIterations: 0))
        == .invalidSetting(name: "maximum of iterations", value: 0))
    #expect(
      error(points, .init(clusterCount: 1, tolerance: -1))
        == .invalidSetting(name: "tolerance", value: -1))
    for value: Float in [.infinity, -Float.infinity, 2e12] {
      var unusable = points
      unusable[3] = value
      #expect(
        error(unusable, .init(clusterCount: 1))
          == .unusableValue(point: 1, column: 1, value: value))
    }
    var notANumber = points
    notANumber[4] = .nan
    #expect(
      error(notANumber, .init(clusterCount: 1))?.description
        == "element 0 of point 2 is nan; expected a number of at most 2^40 in size")
  }

  @Test func handlesTheLargestValues() throws {
    let limit: Float = 0x1p40
    let result = try KMeans(.init(clusterCount: 2)).clusters(
      of: Tensor([4, 2], [limit, limit, limit, limit, -limit, -limit, -limit, -limit]))
    #expect(result.inertia == 0)
    #expect(Set(result.assignments).count == 2)
  }

  @Test func isQuick() throws {
    let points = Self.points(480, 128, seed: 1)
    let seconds = try ContinuousClock().measure {
      _ = try KMeans(.init(clusterCount: 12, restarts: 20)).clusters(of: points)
    }
    #expect(seconds < .seconds(4))
  }
}

import RandomNumbers
import Tensors

extension KMeans {
  /// Points to be clustered, checked, and what all restarts share.
  struct Problem {
    let points: Tensor
    let configuration: Configuration
    let pointCount: Int
    let dimension: Int

    /// The elements of `points`.
    let elements: [Float]

    /// The movement of all centres, squared, at which an iteration ends.
    private let smallestMovement: Double

    var clusterCount: Int { configuration.clusterCount }

    init(points: Tensor, configuration: Configuration) {
      self.points = points
      self.configuration = configuration
      pointCount = points.shape[0]
      dimension = points.shape[1]
      elements = points.scalars
      smallestMovement =
        configuration.tolerance * Self.meanVariance(elements, dimension: points.shape[1])
    }

    /// Iterates from the seeding number `restart`.
    func result(restart: Int) -> Result {
      var centers = seeding(
        CounterRandom(seed: configuration.seed, UInt32(truncatingIfNeeded: restart), seedingStream))
      var movement = Double.infinity
      var previous: [Int] = []
      var iteration = 0
      while true {
        let nearest = nearestCenters(centers)
        let (assignments, hadEmptyCluster) = withoutEmptyClusters(nearest)
        let hasConverged =
          assignments == previous || (movement <= smallestMovement && !hadEmptyCluster)
        if hasConverged || iteration == configuration.maximumIterations {
          return Result(
            assignments: nearest.assignments, centers: centers,
            inertia: nearest.squaredDistances.reduce(0) { $0 + Double($1) }, iterations: iteration)
        }
        let updated = means(of: assignments)
        movement = squaredMovement(from: centers, to: updated)
        centers = updated
        previous = assignments
        iteration += 1
      }
    }

    /// Each point's nearest centre and its squared distance.
    private struct Nearest {
      var assignments: [Int]
      var squaredDistances: [Float]
    }

    private func nearestCenters(_ centers: Tensor) -> Nearest {
      let nearest = points.nearest(1, of: centers)
      return Nearest(
        assignments: nearest.indices.map { Int($0) }, squaredDistances: nearest.squaredDistances)
    }

    /// Gives each empty cluster, in ascending order, the point farthest from its own centre (ties:
    /// the lower number) that is not the last one of its cluster.
    private func withoutEmptyClusters(
      _ nearest: Nearest
    ) -> (assignments: [Int], hadEmptyCluster: Bool) {
      var assignments = nearest.assignments
      var counts = [Int](repeating: 0, count: clusterCount)
      for cluster in assignments { counts[cluster] += 1 }
      guard counts.contains(0) else { return (assignments, false) }
      let distances = nearest.squaredDistances
      var candidates = (0..<pointCount).sorted {
        (-distances[$0], $0) < (-distances[$1], $1)
      }[...]
      for empty in 0..<clusterCount where counts[empty] == 0 {
        while let point = candidates.popFirst() {
          guard counts[assignments[point]] > 1 else { continue }
          counts[assignments[point]] -= 1
          counts[empty] = 1
          assignments[point] = empty
          break
        }
      }
      return (assignments, true)
    }

    /// The mean of each cluster's points, summed in double precision in the order of the points.
    ///
    /// No cluster may be empty.
    private func means(of assignments: [Int]) -> Tensor {
      var members = [[Int]](repeating: [], count: clusterCount)
      for point in 0..<pointCount { members[assignments[point]].append(point) }
      return Tensor([clusterCount, dimension]) { cluster, mean in
        var sums = [Double](repeating: 0, count: dimension)
        var columns = sums.mutableSpan
        for point in members[cluster] {
          let row = elements.span.extracting(point * dimension..<(point + 1) * dimension)
          for column in row.indices { columns[column] += Double(row[column]) }
        }
        let count = Double(members[cluster].count)
        for column in sums.indices { mean[column] = Float(sums[column] / count) }
      }
    }

    private func squaredMovement(from old: Tensor, to new: Tensor) -> Double {
      zip(old.scalars, new.scalars).reduce(0) { sum, pair in
        let difference = Double(pair.1) - Double(pair.0)
        return sum + difference * difference
      }
    }

    /// The mean over the columns of the variance of each.
    private static func meanVariance(_ elements: [Float], dimension: Int) -> Double {
      let count = Double(elements.count / dimension)
      var means = [Double](repeating: 0, count: dimension)
      for index in elements.indices { means[index % dimension] += Double(elements[index]) / count }
      var sum = 0.0
      for index in elements.indices {
        let difference = Double(elements[index]) - means[index % dimension]
        sum += difference * difference
      }
      return sum / Double(elements.count)
    }
  }
}

/// Tells the random numbers of the seeding from those of other purposes.
private let seedingStream: UInt32 = 0x4B4D_2B2B

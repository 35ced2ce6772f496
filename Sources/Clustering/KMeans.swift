import RandomNumbers
import Tensors

/// K-means clustering: Lloyd's iteration from several k-means++ seedings, of which the best is kept.
///
/// Points belong to the nearest centre by Euclidean distance, ties to the lower number. A cluster
/// that lost all its points gets the point that is farthest from its own centre. Centres are summed
/// in double precision in the order of the points, so that the same seed gives the same result.
///
/// Sources: Lloyd, "Least squares quantization in PCM" (1982); Arthur, Vassilvitskii, "k-means++:
/// The Advantages of Careful Seeding" (2007); greedy seeding and stopping rule as scikit-learn's.
public struct KMeans: Sendable {
  /// How to cluster.
  public struct Configuration: Sendable, Equatable {
    /// The number of clusters, k.
    public var clusterCount: Int

    /// How many seedings are tried; AugNet's authors use 100.
    public var restarts: Int

    /// After how many updates of the centres an iteration ends that has not converged.
    public var maximumIterations: Int

    /// An iteration ends when its centres move, all together and squared, no farther than this
    /// multiple of the points' mean variance over the dimensions.
    public var tolerance: Double

    /// The seed of all random choices.
    public var seed: UInt64

    /// Makes a configuration.
    public init(
      clusterCount: Int, restarts: Int = 10, maximumIterations: Int = 300, tolerance: Double = 1e-4,
      seed: UInt64 = 0
    ) {
      self.clusterCount = clusterCount
      self.restarts = restarts
      self.maximumIterations = maximumIterations
      self.tolerance = tolerance
      self.seed = seed
    }
  }

  /// The clusters that were found.
  public struct Result: Sendable, Equatable {
    /// The number of each point's cluster, in 0 ..< k.
    ///
    /// A cluster has no points only if there are fewer than k distinct ones.
    public let assignments: [Int]

    /// The centres, [k, c].
    public let centers: Tensor

    /// The sum of the squared distances of the points to their centres.
    public let inertia: Double

    /// How often the centres were updated.
    public let iterations: Int
  }

  /// How to cluster.
  public let configuration: Configuration

  /// Makes a clustering by the given configuration.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
  }

  /// Clusters `points`, [n, c].
  ///
  /// Of all restarts the one of lowest inertia wins, and among equals the earliest.
  public func clusters(of points: Tensor) throws(ClusteringError) -> Result {
    try points.checkPoints()
    try checkConfiguration(pointCount: points.shape[0])
    let problem = Problem(points: points, configuration: configuration)
    var best = problem.result(restart: 0)
    for restart in 1..<max(configuration.restarts, 1) where best.inertia > 0 {
      let result = problem.result(restart: restart)
      if result.inertia < best.inertia { best = result }
    }
    return best
  }

  private func checkConfiguration(pointCount: Int) throws(ClusteringError) {
    guard (1...pointCount).contains(configuration.clusterCount) else {
      throw .clusterCount(configuration.clusterCount, points: pointCount)
    }
    guard configuration.restarts > 0 else {
      throw .invalidSetting(name: "restarts", value: Double(configuration.restarts))
    }
    guard configuration.maximumIterations > 0 else {
      throw .invalidSetting(
        name: "maximum of iterations", value: Double(configuration.maximumIterations))
    }
    guard configuration.tolerance >= 0 else {
      throw .invalidSetting(name: "tolerance", value: configuration.tolerance)
    }
  }
}

/// Why points cannot be clustered, compared with labels, or searched.
public enum ClusteringError: Error, Equatable, Sendable {
  /// The points are not a matrix [n, c] with n and c at least 1.
  case notAMatrix(dimensions: [Int])
  /// Element `column` of point `point` is not a number, infinite, or so large that distances
  /// overflow.
  case unusableValue(point: Int, column: Int, value: Float)
  /// More clusters are asked for than there are points, or none.
  case clusterCount(Int, points: Int)
  /// More neighbours are asked for than there are other points, or none.
  case neighborCount(Int, points: Int)
  /// A setting of the clustering is not positive.
  case invalidSetting(name: String, value: Double)
  /// There are not as many labels as points or assignments, or none of both.
  case labelCount(Int, expected: Int)
}

extension ClusteringError: CustomStringConvertible {
  /// One line in plain words.
  public var description: String {
    switch self {
    case .notAMatrix(let dimensions):
      "points have the shape \(dimensions); expected [points, dimensions], both at least 1"
    case .unusableValue(let point, let column, let value):
      "element \(column) of point \(point) is \(value); expected a number of at most 2^40 in size"
    case .clusterCount(let count, let points):
      "\(count) clusters of \(points) points; expected 1 to \(points) clusters"
    case .neighborCount(let count, let points):
      "\(count) neighbours among \(points) points; expected 1 to \(max(points - 1, 1)), fewer than "
        + "there are points"
    case .invalidSetting(let name, let value):
      "\(name) is \(value); expected a positive number"
    case .labelCount(let count, let expected):
      count == expected
        ? "there are no labels; expected at least one"
        : "there are \(count) labels for \(expected) points; expected one label a point"
    }
  }
}

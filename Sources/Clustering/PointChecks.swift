import Tensors

extension Tensor {
  /// Elements larger than this are refused: squared distances of vectors with up to 2⁴⁵ elements
  /// of this size stay finite in single precision.
  package static let largestMagnitudeForDistances: Float = 0x1p40

  /// The first element that is not a number, not finite or so large that a distance may overflow.
  package func firstElementUnusableForDistances() -> Int? {
    // The comparison is false for what is not a number, too.
    scalars.firstIndex { !($0.magnitude <= Self.largestMagnitudeForDistances) }
  }

  /// Checks that this is a matrix [n, c] of usable numbers, with n and c at least 1.
  func checkPoints() throws(ClusteringError) {
    guard shape.rank == 2, count > 0 else { throw .notAMatrix(dimensions: shape.dimensions) }
    if let index = firstElementUnusableForDistances() {
      throw .unusableValue(point: index / shape[1], column: index % shape[1], value: self[index])
    }
  }
}

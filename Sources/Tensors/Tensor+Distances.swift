import Kernels

extension Tensor {
  /// Squared Euclidean distances of every row of `self` to every row of `centers`.
  ///
  /// Differences are squared and summed as they are, not by |a|² + |b|² − 2ab, which loses all digits of
  /// small distances.
  ///
  /// - Parameter centers: `[k, c]`.
  /// - Returns: `[n, k]` for `self` `[n, c]`.
  package func squaredDistances(to centers: Tensor) -> Tensor {
    precondition(shape.rank == 2 && centers.shape.rank == 2, "points have rank 2")
    precondition(shape[1] == centers.shape[1], "\(shape) and \(centers.shape) differ in dimension")
    var result = Tensor(uninitialized: [shape[0], centers.shape[0]])
    unsafe result.withUnsafeMutablePointer { result in
      unsafe withUnsafePointer { queries in
        unsafe centers.withUnsafePointer {
          unsafe KernelSet.current.squaredDistances(
            shape[0], centers.shape[0], dimensions: shape[1], queries: queries, points: $0,
            result: result)
        }
      }
    }
    return result
  }

  /// Euclidean distances of every row of `self` `[n, c]` to every row of `centers` `[k, c]`: `[n, k]`.
  package func distances(to centers: Tensor) -> Tensor {
    var result = squaredDistances(to: centers)
    let count = result.count
    unsafe result.withUnsafeMutablePointer { result in
      for index in 0..<count { unsafe result[index] = result[index].squareRoot() }
    }
    return result
  }
}

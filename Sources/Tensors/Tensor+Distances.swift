import Kernels

extension Tensor {
  /// The points that were found nearest to some queries, by squared distances in single precision.
  package struct NearestPoints: Sendable {
    /// How many points each query has.
    package let countAQuery: Int
    /// The points' numbers, `[queries × countAQuery]`: for each query nearest first, ties by
    /// ascending number.
    package let indices: [Int32]
    /// Their squared distances, likewise.
    package let squaredDistances: [Float]
  }

  /// Squared Euclidean distances of every row of `self` to every row of `centers`.
  ///
  /// Differences are squared and summed as they are, not by |a|² + |b|² − 2ab, which loses all
  /// digits of small distances.
  ///
  /// - Parameter centers: `[k, c]`.
  /// - Returns: `[n, k]` for `self` `[n, c]`.
  package func squaredDistances(to centers: Tensor) -> Tensor {
    checkVectors(centers)
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

  /// Euclidean distances of every row of `self` `[n, c]` to every row of `centers` `[k, c]`: `[n,
  /// k]`.
  package func distances(to centers: Tensor) -> Tensor {
    var result = squaredDistances(to: centers)
    let count = result.count
    unsafe result.withUnsafeMutablePointer { result in
      for index in 0..<count { unsafe result[index] = result[index].squareRoot() }
    }
    return result
  }

  /// The squared Euclidean norm of every row of `self` `[n, c]`: `[n]`.
  package func squaredNorms() -> Tensor {
    squaredDistances(to: Tensor([1, shape[1]])).reshaped(to: [shape[0]])
  }

  /// The rows of `points` nearest to each row of `self`, without a matrix of all distances.
  ///
  /// - Parameters:
  ///   - count: How many for each; all if there are fewer.
  ///   - points: `[n, c]`, finite.
  ///   - norms: The points' ``squaredNorms()``, if they are known: with them many rows are faster.
  /// - Returns: The points of each row of `self` `[q, c]`, which must be finite.
  package func nearest(
    _ count: Int, of points: Tensor, norms: Tensor? = nil
  ) -> NearestPoints {
    checkVectors(points)
    precondition(norms.map { $0.count == points.shape[0] } ?? true, "norms of other points")
    let kept = max(min(count, points.shape[0]), 0)
    let total = shape[0] * kept
    var distances: [Float] = []
    let indices = unsafe [Int32](unsafeUninitializedCapacity: total) { indices, written in
      unsafe distances = [Float](unsafeUninitializedCapacity: total) { distances, written in
        unsafe withUnsafePointer { queries in
          unsafe points.withUnsafePointer {
            guard let indices = indices.baseAddress, let distances = distances.baseAddress
            else { return }
            unsafe KernelSet.current.nearestPoints(
              shape[0], points.shape[0], dimensions: shape[1], queries: queries, points: $0,
              pointNorms: norms?.withUnsafePointer { unsafe $0 }, keptCount: kept,
              distances: distances, indices: indices)
          }
        }
        written = total
      }
      written = total
    }
    return NearestPoints(countAQuery: kept, indices: indices, squaredDistances: distances)
  }

  /// Squared distances of rows of `self` to rows of `points`, each summed in double precision by
  /// ascending column.
  ///
  /// - Parameter indices: `[q × count]`: the rows of `points` that each row of `self` `[q, c]` is
  ///   measured to.
  /// - Returns: `[q × count]`.
  package func exactSquaredDistances(to points: Tensor, at indices: [Int32]) -> [Double] {
    checkVectors(points)
    let (queryCount, dimension) = (shape[0], shape[1])
    guard queryCount > 0 else { return [] }
    let count = indices.count / queryCount
    precondition(indices.count == count * queryCount, "queries of different counts")
    precondition(indices.allSatisfy { $0 >= 0 && $0 < points.shape[0] }, "no such point")
    return unsafe [Double](unsafeUninitializedCapacity: indices.count) { result, written in
      nonisolated(unsafe) let result = unsafe result
      unsafe withUnsafePointer { queries in
        unsafe points.withUnsafePointer { points in
          Parallel.forEachPiece(of: indices.count, size: 64) { piece in
            for position in piece {
              let query = unsafe queries + position / count * dimension
              let point = unsafe points + Int(indices[position]) * dimension
              var sum = 0.0
              for column in 0..<dimension {
                let difference = unsafe Double(query[column]) - Double(point[column])
                sum += difference * difference
              }
              unsafe result[position] = sum
            }
          }
        }
      }
      written = indices.count
    }
  }

  private func checkVectors(_ other: Tensor) {
    precondition(shape.rank == 2 && other.shape.rank == 2, "points have rank 2")
    precondition(shape[1] == other.shape[1], "\(shape) and \(other.shape) differ in dimension")
  }
}

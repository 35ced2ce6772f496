import Kernels

extension Tensor {
  /// The product of two matrices, each perhaps transposed, plus `rowBias` in every row.
  ///
  /// - Parameters:
  ///   - left: `[M, K]`, or `[K, M]` if `leftTransposed`.
  ///   - right: `[K, N]`, or `[N, K]` if `rightTransposed`.
  ///   - rowBias: `[N]`.
  /// - Returns: `[M, N]`.
  package static func matrixProduct(
    _ left: Tensor, leftTransposed: Bool = false, _ right: Tensor, rightTransposed: Bool = false,
    rowBias: Tensor? = nil
  ) -> Tensor {
    precondition(left.shape.rank == 2 && right.shape.rank == 2, "matrices have rank 2")
    let (rows, depth) =
      leftTransposed ? (left.shape[1], left.shape[0]) : (left.shape[0], left.shape[1])
    let (rightDepth, columns) =
      rightTransposed ? (right.shape[1], right.shape[0]) : (right.shape[0], right.shape[1])
    precondition(depth == rightDepth, "\(left.shape) and \(right.shape) do not multiply")
    precondition(rowBias == nil || rowBias?.shape == [columns], "a bias has one element a column")
    var result = Tensor(uninitialized: [rows, columns])
    let kernels = KernelSet.current
    unsafe result.withUnsafeMutablePointer { result in
      if let rowBias {
        unsafe rowBias.withUnsafePointer {
          unsafe kernels.fillRows(rows, columns, with: $0, result)
        }
      }
      unsafe left.withUnsafePointer { leftPointer in
        unsafe right.withUnsafePointer { rightPointer in
          let leftOperand = unsafe MatrixOperand(leftPointer, rowStride: left.shape[1])
          let rightOperand = unsafe MatrixOperand(rightPointer, rowStride: right.shape[1])
          unsafe kernels.multiplyMatrices(
            rows: rows, columns: columns, depth: depth,
            left: leftTransposed ? leftOperand.transposed : leftOperand,
            right: rightTransposed ? rightOperand.transposed : rightOperand,
            beta: rowBias == nil ? 0 : 1, result: result, resultStride: columns)
        }
      }
    }
    return result
  }

  /// The sum over all axes but the last: `[…, C]` to `[C]`.
  package func sumOverRows() -> Tensor {
    let columns = lastExtent
    var sums = Tensor(uninitialized: [columns])
    unsafe sums.withUnsafeMutablePointer { sums in
      unsafe withUnsafePointer {
        unsafe KernelSet.current.columnSums(rowCount, columns, $0, sums)
      }
    }
    return sums
  }
}

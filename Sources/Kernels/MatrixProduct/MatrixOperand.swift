/// A matrix in memory with any strides, so that a transposed matrix is the same memory seen otherwise.
@safe
package struct MatrixOperand {
  /// The element at row 0, column 0.
  package let pointer: UnsafePointer<Float>
  /// Elements from one row to the next.
  package let rowStride: Int
  /// Elements from one column to the next.
  package let columnStride: Int

  /// Describes a matrix.
  package init(_ pointer: UnsafePointer<Float>, rowStride: Int, columnStride: Int = 1) {
    unsafe self.pointer = pointer
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  /// The same memory with rows and columns exchanged.
  package var transposed: MatrixOperand {
    unsafe MatrixOperand(pointer, rowStride: columnStride, columnStride: rowStride)
  }
}

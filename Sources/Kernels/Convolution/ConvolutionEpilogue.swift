/// What follows a convolution in the same pass over its output: max(0, sum + bias + residual), each part
/// at will.
@safe
package struct ConvolutionEpilogue {
  /// `[C_out]`, or nil for none.
  package var bias: UnsafePointer<Float>?
  /// The output's shape, or nil for none.
  package var residual: UnsafePointer<Float>?
  /// Whether negative results become 0.
  package var isRectified: Bool

  /// Describes what follows; nothing by default.
  package init(
    bias: UnsafePointer<Float>? = nil, residual: UnsafePointer<Float>? = nil,
    isRectified: Bool = false
  ) {
    unsafe self.bias = bias
    unsafe self.residual = residual
    self.isRectified = isRectified
  }
}

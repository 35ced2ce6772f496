/// What turns the sums of a convolution of bytes into bytes.
///
///     output = round(sum · scale[c] + offset[c] + residual · residualScale), limited to 0…255
///
/// An output whose zero point is 0 is rectified by the limit. The input's zero point z is part of the offset:
/// −z · scale[c] · Σ weight[·, c].
@safe
package struct ByteEpilogue {
  /// One for each output channel, filled up with zeros to ``KernelSet/paddedByteColumns(_:)``.
  package var scales: UnsafePointer<Float>
  /// As many.
  package var offsets: UnsafePointer<Float>
  /// The output's shape, or nil for none.
  package var residual: UnsafePointer<UInt8>?
  /// A step of the residual in steps of the output.
  package var residualScale: Float

  /// Describes what follows; no residual by default.
  package init(
    scales: UnsafePointer<Float>, offsets: UnsafePointer<Float>,
    residual: UnsafePointer<UInt8>? = nil, residualScale: Float = 0
  ) {
    unsafe self.scales = scales
    unsafe self.offsets = offsets
    unsafe self.residual = residual
    self.residualScale = residualScale
  }
}

import Kernels

/// The operations of a network in evaluation mode. A part that is written is none of those that are read,
/// unless the operation says so.
extension Arena {
  /// max(0, convolution + bias + residual), each part at will.
  ///
  /// - Parameters:
  ///   - input: `[N, H, W, C_in]`.
  ///   - residual: `[N, H_out, W_out, C_out]`.
  ///   - output: `[N, H_out, W_out, C_out]`; may be `residual`.
  package func convolve(
    _ geometry: ConvolutionGeometry, _ convolution: PackedConvolution, input: Part,
    residual: Part?, rectified: Bool, output: Part
  ) {
    let (source, outputCount) = unsafe (
      pointer(input, holding: geometry.inputCount), geometry.outputPixels * geometry.outputChannels
    )
    let target = unsafe pointer(output, holding: outputCount)
    let addend = unsafe residual.map { unsafe UnsafePointer(pointer($0, holding: outputCount)) }
    unsafe convolution.withUnsafePointers(for: geometry) { weights, bias in
      unsafe convolution.kernels.convolve(
        geometry, input: source, packedWeight: weights, bias: bias, residual: addend,
        rectified: rectified, output: target)
    }
  }

  /// The maximum over windows of max(0, convolution + bias), without the convolution's whole result.
  ///
  /// - Parameters:
  ///   - geometry: A convolution that ``KernelSet/convolveAndPool`` takes.
  ///   - input: `[N, H, W, C_in]`.
  ///   - output: `[N, H_out, W_out, C_out]` of the pooling.
  package func convolveAndPool(
    _ geometry: ConvolutionGeometry, _ pooling: PoolingGeometry, _ convolution: PackedConvolution,
    input: Part, rectified: Bool, output: Part
  ) {
    let source = unsafe pointer(input, holding: geometry.inputCount)
    let target = unsafe pointer(output, holding: pooling.outputShape.count)
    unsafe convolution.withUnsafePointers(for: geometry) { weights, bias in
      unsafe convolution.kernels.convolveAndPool(
        geometry, pooling, input: source, packedWeight: weights, bias: bias, rectified: rectified,
        output: target)
    }
  }

  /// The maximum over windows, `[N, H, W, C]` to `[N, H_out, W_out, C]`.
  package func poolMaximum(_ geometry: PoolingGeometry, input: Part, output: Part) {
    let source = unsafe pointer(input, holding: geometry.inputShape.count)
    let target = unsafe pointer(output, holding: geometry.outputShape.count)
    unsafe KernelSet.current.poolMaximum(geometry, input: source, output: target)
  }

  /// The mean over windows, `[N, H, W, C]` to `[N, H_out, W_out, C]`.
  package func poolAverage(_ geometry: PoolingGeometry, input: Part, output: Part) {
    let source = unsafe pointer(input, holding: geometry.inputShape.count)
    let target = unsafe pointer(output, holding: geometry.outputShape.count)
    unsafe KernelSet.current.poolAverage(geometry, input: source, output: target)
  }

  /// The mean over height and width, `[N, pixels, C]` to `[N, C]`.
  package func poolGlobalAverage(
    batch: Int, pixels: Int, channels: Int, input: Part, output: Part
  ) {
    let source = unsafe pointer(input, holding: batch * pixels * channels)
    let target = unsafe pointer(output, holding: batch * channels)
    unsafe KernelSet.current.poolGlobalAverage(
      batch: batch, pixels: pixels, channels: channels, input: source, output: target)
  }

  /// max(x, leak · x) of `count` elements; `output` may be `input`.
  package func rectify(count: Int, leak: Float, input: Part, output: Part) {
    let source = unsafe pointer(input, holding: count)
    let target = unsafe pointer(output, holding: count)
    unsafe KernelSet.current.rectify(count, source, leak: leak, target)
  }

  /// The hyperbolic tangent of `count` elements; `output` may be `input`.
  package func hyperbolicTangent(count: Int, input: Part, output: Part) {
    let source = unsafe pointer(input, holding: count)
    let target = unsafe pointer(output, holding: count)
    unsafe KernelSet.current.hyperbolicTangent(count, source, target)
  }
}

extension ConvolutionGeometry {
  /// Elements of the input.
  fileprivate var inputCount: Int { batch * inputHeight * inputWidth * inputChannels }
}

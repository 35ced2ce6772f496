import Kernels

/// A convolution's weights in the order in which the processor's kernels read them, and its bias.
package struct PackedConvolution: Sendable {
  /// The geometry it was packed for, as far as it matters: see ``isPacked(for:)``.
  private let packing: Int
  private let window: [Int]
  /// Who computes it.
  let kernels: KernelSet
  private let weights: TensorStorage
  private let bias: Tensor?

  /// Packs weights, on several threads.
  ///
  /// - Parameters:
  ///   - geometry: The convolution.
  ///   - weight: `[KH, KW, C_in, C_out]`, or `[C_out, C_in, KH, KW]`.
  ///   - layout: Which of the two.
  ///   - scale: `[C_out]`: what the weights of each output are multiplied with.
  ///   - bias: `[C_out]`.
  ///   - kernels: Who computes it.
  package init(
    _ geometry: ConvolutionGeometry, weight: Tensor, layout: ConvolutionWeights.Layout,
    scale: Tensor? = nil, bias: Tensor?, kernels: KernelSet = .current
  ) {
    let g = geometry
    precondition(
      weight.count == g.taps * g.inputChannels * g.outputChannels,
      "\(weight.shape) is no weight of \(g)")
    for constants in [scale, bias] {
      precondition(constants == nil || constants?.shape == [g.outputChannels], "one a channel")
    }
    self.kernels = kernels
    packing = kernels.convolutionPacking(g)
    window = Self.window(g)
    self.bias = bias
    let packed = TensorStorage(count: kernels.packedConvolutionWeightCount(g))
    unsafe weight.withUnsafePointer { weight in
      unsafe Self.withOptionalPointer(scale) { scale in
        unsafe kernels.packConvolutionWeights(
          g, weights: ConvolutionWeights(weight, layout: layout, scale: scale),
          into: packed.pointer)
      }
    }
    weights = packed
  }

  /// Whether the weights are in the order that `geometry` needs.
  package func isPacked(for geometry: ConvolutionGeometry) -> Bool {
    kernels.convolutionPacking(geometry) == packing && Self.window(geometry) == window
  }

  /// Calls `body` with the packed weights and the bias.
  func withUnsafePointers(
    for geometry: ConvolutionGeometry,
    _ body: (_ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?) -> Void
  ) {
    precondition(isPacked(for: geometry), "packed for another convolution")
    unsafe Self.withOptionalPointer(bias) { unsafe body(weights.pointer, $0) }
  }

  private static func window(_ g: ConvolutionGeometry) -> [Int] {
    [g.kernelHeight, g.kernelWidth, g.inputChannels, g.outputChannels, g.stride]
  }

  static func withOptionalPointer(
    _ tensor: Tensor?, _ body: (UnsafePointer<Float>?) -> Void
  ) {
    if let tensor {
      unsafe tensor.withUnsafePointer { unsafe body($0) }
    } else {
      body(nil)
    }
  }
}

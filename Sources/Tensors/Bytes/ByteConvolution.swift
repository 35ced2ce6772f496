import Kernels

/// A convolution of bytes: weights rounded and in the order in which a set of kernels reads them, and what
/// makes bytes of sums.
package struct ByteConvolution: Sendable {
  private let kernels: KernelSet
  private let window: [Int]
  private let border: UInt8
  private let weights: TensorStorage
  /// Scales, then offsets, each filled up to the kernels' columns.
  private let factors: TensorStorage
  private let columns: Int
  private let residualScale: Float

  /// Rounds weights, on several threads.
  ///
  /// - Parameters:
  ///   - geometry: The convolution.
  ///   - kernels: Who computes it.
  ///   - weight: `[KH, KW, C, C_out]`, or `[C_out, C, KH, KW]`.
  ///   - layout: Which of the two.
  ///   - scale: `[C_out]`: what the weights of each output are multiplied with; nil for 1.
  ///   - bias: `[C_out]`; nil for 0.
  ///   - input: What each channel's bytes stand for.
  ///   - residual: What the bytes stand for that are added; nil for none.
  ///   - output: What the result's bytes stand for.
  package init(
    _ geometry: ConvolutionGeometry, kernels: KernelSet, weight: Tensor,
    layout: ConvolutionWeights.Layout, scale: Tensor?, bias: Tensor?, input: [ByteQuantization],
    residual: ByteQuantization?, output: ByteQuantization
  ) {
    let g = geometry
    precondition(
      input.count == g.inputChannels && weight.count == g.taps * input.count * g.outputChannels,
      "\(weight.shape) is no weight of \(g)")
    for constants in [scale, bias] {
      precondition(constants == nil || constants?.shape == [g.outputChannels], "one a channel")
    }
    self.kernels = kernels
    window = Self.window(g)
    border = input[0].zeroPoint
    columns = kernels.paddedByteColumns(g.outputChannels)
    weights = TensorStorage(count: (kernels.packedByteWeightCount(g) + 3) / 4)
    factors = TensorStorage(count: 2 * columns)
    residualScale = residual.map { $0.step / output.step } ?? 0
    var steps = [Float](repeating: 0, count: g.outputChannels)
    var zeroSums = [Int32](repeating: 0, count: g.outputChannels)
    unsafe weight.withUnsafePointer { weight in
      unsafe PackedConvolution.withOptionalPointer(scale) { scale in
        unsafe steps.withUnsafeMutableBufferPointer { steps in
          unsafe zeroSums.withUnsafeMutableBufferPointer { zeroSums in
            guard let steps = steps.baseAddress, let zeroSums = zeroSums.baseAddress else { return }
            unsafe kernels.roundWeights(
              g, ConvolutionWeights(weight, layout: layout, scale: scale),
              inputSteps: input.map(\.step), inputZeroPoints: input.map(\.zeroPoint),
              into: ByteWeights(packed: packedWeights, steps: steps, zeroSums: zeroSums))
          }
        }
      }
    }
    unsafe factors.pointer.update(repeating: 0, count: 2 * columns)
    let shift = Double(output.zeroPoint) - Double(residual?.zeroPoint ?? 0) * Double(residualScale)
    for channel in 0..<g.outputChannels {
      let factor = Double(steps[channel]) / Double(output.step)
      let bias = Double(bias?[channel] ?? 0) / Double(output.step)
      unsafe factors.pointer[channel] = Float(factor)
      unsafe factors.pointer[columns + channel] = Float(
        bias + shift - Double(zeroSums[channel]) * factor)
    }
  }

  /// The rounded weights.
  private var packedWeights: UnsafeMutablePointer<Int8> {
    unsafe UnsafeMutableRawPointer(weights.pointer).assumingMemoryBound(to: Int8.self)
  }

  /// Convolves; see ``KernelSet/convolve(_:input:border:packedWeight:epilogue:hasRoom:output:)``.
  func run(
    _ geometry: ConvolutionGeometry, input: UnsafePointer<UInt8>, hasRoom: Bool,
    residual: UnsafePointer<UInt8>?, output: UnsafeMutablePointer<UInt8>
  ) {
    precondition(Self.window(geometry) == window, "made for another convolution")
    unsafe kernels.convolve(
      geometry, input: input, border: border, packedWeight: packedWeights,
      epilogue: ByteEpilogue(
        scales: factors.pointer, offsets: factors.pointer + columns, residual: residual,
        residualScale: residualScale),
      hasRoom: hasRoom, output: output)
  }

  private static func window(_ g: ConvolutionGeometry) -> [Int] {
    [g.kernelHeight, g.kernelWidth, g.inputChannels, g.outputChannels, g.stride]
  }
}

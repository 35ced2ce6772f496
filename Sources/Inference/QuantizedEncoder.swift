import Kernels
import NeuralNetworks
import Synchronization
import Tensors

/// An encoder made ready to run in 8-bit integers.
///
/// Weights are rounded to signed bytes with a step for each output channel, activations to unsigned bytes with
/// a step for each layer; sums are exact. The mean over the whole picture and what follows it are computed
/// with numbers. Up to there an embedding depends neither on the instruction set nor on the number of
/// threads.
public final class QuantizedEncoder: Sendable {
  /// The network's shape.
  public let architecture: EncoderArchitecture
  /// What was known of the activations.
  public let ranges: ActivationRanges

  private let network: FusedNetwork
  private let quantizations: [ByteQuantization?]
  private let inputQuantizations: [ByteQuantization]
  private let kernels: KernelSet
  /// By the number of the parameters; nil for those that are used as numbers.
  private let convolutions: [ByteConvolution?]
  /// Those that are used as numbers.
  private let floatConvolutions: [PackedConvolution?]
  private let plans = Mutex<[(shape: Shape, plan: BytePlan)]>([])
  private static let keptPlans = 16

  /// Rounds the weights of a state dictionary.
  ///
  /// - Parameters:
  ///   - architecture: The network's shape.
  ///   - stateDictionary: The weights, which are not needed later.
  ///   - ranges: How large activations become.
  ///   - inputRanges: What the lowest and the highest sample of each channel is for the network.
  /// - Throws: One error with every name that is missing, unknown, double or of the wrong shape.
  public convenience init(
    architecture: EncoderArchitecture, stateDictionary: [EncoderNetwork.StateEntry],
    ranges: ActivationRanges, inputRanges: [ClosedRange<Float>]
  ) throws(StateDictionaryError) {
    self.init(
      architecture, weights: try NetworkWeights(stateDictionary, architecture: architecture),
      ranges: ranges, inputRanges: inputRanges, kernels: .current)
  }

  /// Rounds weights for a set of kernels.
  package init(
    _ architecture: EncoderArchitecture, weights: NetworkWeights, ranges: ActivationRanges,
    inputRanges: [ClosedRange<Float>], kernels: KernelSet
  ) {
    precondition(inputRanges.count == 3, "pictures have three channels")
    self.architecture = architecture
    self.ranges = ranges
    self.kernels = kernels
    network = FusedNetwork(EncoderNetwork(unwritten: architecture).graph())
    precondition(ranges.limits.count == network.operations.count + 1, "ranges of another network")
    let quantizations = network.quantizations(ranges)
    self.quantizations = quantizations
    inputQuantizations = inputRanges.map { range in
      let step = (range.upperBound - range.lowerBound) / 255
      let zero = (-range.lowerBound / step).rounded()
      return ByteQuantization(step: step, zeroPoint: UInt8(max(0, min(255, zero))))
    }
    var convolutions = [ByteConvolution?](repeating: nil, count: network.parameters.count)
    var floatConvolutions = [PackedConvolution?](repeating: nil, count: network.parameters.count)
    for (index, operation) in network.operations.enumerated() {
      guard case .convolution(let convolution) = operation else { continue }
      let folded = weights.folded(network.parameters[convolution.parameters])
      let isFirst = convolution.input == NetworkGraph.input
      let geometry = ConvolutionGeometry(convolution.geometry)
      guard let output = quantizations[index + 1] else {
        floatConvolutions[convolution.parameters] = PackedConvolution(
          geometry, weight: folded.weight, layout: weights.layout, scale: folded.scale,
          bias: folded.bias)
        continue
      }
      let input =
        isFirst
        ? inputQuantizations
        : [ByteQuantization](
          repeating: quantizations[convolution.input] ?? output,
          count: convolution.geometry.inputChannels)
      convolutions[convolution.parameters] = ByteConvolution(
        geometry, kernels: kernels, weight: folded.weight, layout: weights.layout,
        scale: folded.scale, bias: folded.bias, input: input,
        residual: convolution.residual.flatMap { quantizations[$0] }, output: output)
      folded.weight.giveBackMemory()
    }
    self.convolutions = convolutions
    self.floatConvolutions = floatConvolutions
  }

  private func plan(_ shape: Shape) -> BytePlan {
    if let known = plans.withLock({ $0.first { $0.shape == shape } }) { return known.plan }
    let plan = BytePlan(network, quantizations, pictures: shape)
    plans.withLock {
      if $0.count == Self.keptPlans { $0.removeFirst() }
      $0.append((shape, plan))
    }
    return plan
  }

  /// The embeddings of pictures; see ``CompiledEncoder/embeddings(of:)``.
  public func embeddings(of images: Tensor) -> Tensor {
    precondition(
      images.shape.rank == 4 && images.shape[3] == 3,
      "an encoder reads [N, H, W, 3], not \(images.shape)")
    return run(images.shape) { arena, plan in
      arena.writeBytePictures(
        images, border: plan.inputBorder, inputQuantizations, to: plan.input)
    }
  }

  /// The embeddings of pictures that are written where they are asked for; see
  /// ``CompiledEncoder/embeddings(batch:height:width:writingPictures:)``.
  public func embeddings(
    batch: Int, height: Int, width: Int,
    writingPictures write: (
      _ picture: Int, _ elements: inout MutableSpan<Float>, _ rowPitch: Int
    ) -> Void
  ) -> Tensor {
    run([batch, height, width, 3]) { arena, plan in
      arena.writeBytePictures(
        plan.inputShape, border: plan.inputBorder, inputQuantizations, to: plan.input, write)
    }
  }

  private func run(
    _ pictures: Shape, writingInput write: (Arena, BytePlan) -> Void
  ) -> Tensor {
    guard pictures[0] > 0 else { return Tensor([0, architecture.embeddingDimension]) }
    let plan = plan(pictures)
    let arena = Arena(count: plan.arenaCount)
    write(arena, plan)
    for step in plan.steps { run(step, in: arena) }
    return arena.tensor(plan.outputShape, at: plan.output)
  }

  private func run(_ step: BytePlan.Step, in arena: Arena) {
    switch step {
    case .convolution(let geometry, let parameters, let input, let residual, let output):
      guard let convolution = convolutions[parameters] else {
        preconditionFailure("weights of numbers")
      }
      arena.convolve(geometry, convolution, input: input, residual: residual, output: output)
    case .maximumPooling(let geometry, let input, let output):
      arena.poolByteMaximum(geometry, kernels: kernels, input: input, output: output)
    case .averagePooling(let geometry, let quantization, let input, let output):
      arena.poolByteAverage(
        geometry, zeroPoint: quantization.zeroPoint, kernels: kernels, input: input,
        output: output)
    case .globalAveragePooling(
      let batch, let pixels, let channels, let quantization, let input, let output):
      arena.poolGlobalAverage(
        batch: batch, pixels: pixels, channels: channels, quantization, kernels: kernels,
        input: input, output: output)
    case .floats(let step):
      arena.run(step) { parameters, _ in
        guard let convolution = floatConvolutions[parameters] else {
          preconditionFailure("weights of bytes")
        }
        return convolution
      }
    }
  }
}

extension ConvolutionGeometry {
  /// The geometry on one picture that the window just fits; weights do not depend on the pictures' extents.
  fileprivate init(_ geometry: NeuralNetworks.Convolution.Geometry) {
    self.init(
      batch: 1, inputHeight: geometry.window, inputWidth: geometry.window,
      inputChannels: geometry.inputChannels, outputChannels: geometry.outputChannels,
      kernelHeight: geometry.window, kernelWidth: geometry.window, stride: geometry.stride,
      padding: 0)
  }
}

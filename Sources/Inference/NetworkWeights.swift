import Kernels
import NeuralNetworks
import Tensors

/// The numbers of a network's state dictionary.
package struct NetworkWeights: Sendable {
  /// The order of the axes of convolutions' weights.
  package let layout: ConvolutionWeights.Layout
  private let tensors: [String: Tensor]

  /// Names weights; every name that the network needs must be there, in the right shape.
  package init(_ tensors: [String: Tensor], layout: ConvolutionWeights.Layout) {
    self.tensors = tensors
    self.layout = layout
  }

  /// The weights of a network in memory, which stay shared with it.
  package init(_ network: EncoderNetwork) {
    self.init(network.state(), layout: .windowFirst)
  }

  /// The weights of a state dictionary, which are read where they lie.
  ///
  /// - Throws: One error with every name that is missing, unknown, double or of the wrong shape.
  package init(
    _ stateDictionary: [EncoderNetwork.StateEntry], architecture: EncoderArchitecture
  ) throws(StateDictionaryError) {
    let match = try StateDictionaryMatch(
      stateDictionary.map { ($0.name, $0.value.shape) }, architecture: architecture)
    var tensors: [String: Tensor] = [:]
    for entry in match.entries { tensors[entry.name] = stateDictionary[entry.index].value }
    self.init(tensors, layout: .outputFirst)
  }

  private subscript(name: String) -> Tensor {
    guard let tensor = tensors[name] else { preconditionFailure("no weight '\(name)'") }
    return tensor
  }

  /// A convolution's weight with what its normalisation does to each output channel.
  ///
  /// With the scale s = γ / √(σ² + ε), the weights become w · s and the bias β + (b − µ) · s; s and the bias
  /// are computed in double precision.
  func folded(
    _ parameters: FusedNetwork.Parameters
  ) -> (weight: Tensor, scale: Tensor?, bias: Tensor?) {
    let weight = self[parameters.path + ".weight"]
    let ownBias = parameters.hasBias ? self[parameters.path + ".bias"] : nil
    guard let path = parameters.normalizationPath else { return (weight, nil, ownBias) }
    let (gamma, beta) = (self[path + ".weight"], self[path + ".bias"])
    let (mean, variance) = (self[path + ".running_mean"], self[path + ".running_var"])
    var (scales, biases): ([Float], [Float]) = ([], [])
    for c in 0..<gamma.count {
      let deviation = (Double(variance[c]) + Double(BatchNormalization.epsilon)).squareRoot()
      let scale = Double(gamma[c]) / deviation
      scales.append(Float(scale))
      biases.append(Float(Double(beta[c]) + (Double(ownBias?[c] ?? 0) - Double(mean[c])) * scale))
    }
    return (weight, Tensor([scales.count], scales), Tensor([biases.count], biases))
  }

  /// Says that a convolution's weight will not be looked at for a while.
  func giveBackMemory(of parameters: FusedNetwork.Parameters) {
    self[parameters.path + ".weight"].giveBackMemory()
  }

  /// Packs a convolution with its normalisation folded in.
  func packed(
    _ parameters: FusedNetwork.Parameters, _ geometry: ConvolutionGeometry,
    for kernels: KernelSet = .current
  ) -> PackedConvolution {
    let folded = folded(parameters)
    return PackedConvolution(
      geometry, weight: folded.weight, layout: layout, scale: folded.scale, bias: folded.bias,
      kernels: kernels)
  }
}

import Kernels
import NeuralNetworks
import Tensors

/// Runs an encoder on sample pictures, with numbers, and notes down how large the numbers between its layers
/// become.
///
/// Weights are packed for each call and not kept, so that little memory is needed.
public struct ActivationCalibrator: Sendable {
  private let network: FusedNetwork
  private let weights: NetworkWeights
  /// The largest size of each result's numbers, by the results' numbers.
  private var largest: [Float]

  /// Makes ready to look at an encoder.
  ///
  /// - Throws: One error with every name that is missing, unknown, double or of the wrong shape.
  public init(
    architecture: EncoderArchitecture, stateDictionary: [EncoderNetwork.StateEntry]
  ) throws(StateDictionaryError) {
    self.init(
      architecture, weights: try NetworkWeights(stateDictionary, architecture: architecture))
  }

  /// Makes ready to look at an encoder.
  package init(_ architecture: EncoderArchitecture, weights: NetworkWeights) {
    network = FusedNetwork(EncoderNetwork(unwritten: architecture).graph())
    self.weights = weights
    largest = Array(repeating: 0, count: network.operations.count + 1)
  }

  /// Looks at pictures, and gives their embeddings.
  ///
  /// - Parameter images: `[N, H, W, 3]`, normalised as in training.
  /// - Returns: `[N, c]`, as a ``CompiledEncoder`` gives them.
  public mutating func observe(_ images: Tensor) -> Tensor {
    let plan = ExecutionPlan(network, pictures: images.shape)
    let arena = Arena(count: plan.arenaCount)
    arena.writePictures(images, border: plan.inputBorder, to: plan.input)
    var result = 0
    for step in plan.steps {
      arena.run(step) { weights.packed(network.parameters[$0], $1) }
      result += 1
      if case .pooledConvolution = step { result += 1 }
      if let (part, count) = step.observed {
        largest[result] = max(largest[result], arena.largestSize(in: part, count: count))
      }
    }
    return arena.tensor(plan.outputShape, at: plan.output)
  }

  /// What was found: no number of the pictures that were looked at is cut off.
  ///
  /// With the published weights, neighbours change less than with limits of the least square error or limits
  /// beyond which a share of the numbers lies: the largest numbers are what embeddings are made of.
  public var ranges: ActivationRanges {
    // Nothing is refused for weights with which a sum overflows.
    var limits = largest.map { min($0, .greatestFiniteMagnitude) }
    for (index, operation) in network.operations.enumerated() where index > 0 {
      // A convolution that was done in one with its pooling was not seen alone. A maximum over windows leaves
      // the largest numbers as they are.
      if case .maximumPooling(index, _, _, _) = operation, limits[index] == 0 {
        limits[index] = limits[index + 1]
      }
    }
    return ActivationRanges(limits: limits)
  }
}

extension ExecutionPlan.Step {
  /// The part that is looked at, and how many of its elements: the results of convolutions.
  fileprivate var observed: (part: Arena.Part, count: Int)? {
    switch self {
    case .convolution(let geometry, _, _, _, _, let output):
      (output, geometry.outputPixels * geometry.outputChannels)
    case .pooledConvolution(_, let pooling, _, _, _, let output):
      (output, pooling.output.count)
    default: nil
    }
  }
}

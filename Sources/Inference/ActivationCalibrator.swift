import Kernels
import NeuralNetworks
import Synchronization
import Tensors

/// Runs an encoder on sample pictures, with numbers, and notes down how large the numbers between its layers
/// become.
///
/// Weights are packed for each call and not kept, so that little memory is needed.
public struct ActivationCalibrator: Sendable {
  private let network: FusedNetwork
  private let weights: NetworkWeights
  /// Of each result's numbers, by the results' numbers.
  private var histograms: [ActivationHistogram]

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
    histograms = Array(repeating: ActivationHistogram(), count: network.operations.count + 1)
  }

  /// Looks at pictures, and gives their embeddings.
  ///
  /// The pictures of every call count as much as those of any other, however large their numbers are: it is
  /// the error in proportion to a picture's embedding that changes its neighbours. Hence the fewer pictures a
  /// call has, the better.
  ///
  /// - Parameter images: `[N, H, W, 3]`, normalised as in training.
  /// - Returns: `[N, c]`, as a ``CompiledEncoder`` gives them, but for rounding.
  public mutating func observe(_ images: Tensor) -> Tensor {
    var histograms = self.histograms
    let embeddings = run(images) { result, histogram in
      let histogram = histogram()
      let energy = histogram.energy
      if energy > 0 { histograms[result].add(histogram, weight: 1 / energy) }
    }
    self.histograms = histograms
    return embeddings
  }

  /// The embeddings of pictures that are not looked at otherwise.
  public func embeddings(of images: Tensor) -> Tensor {
    run(images) { _, _ in }
  }

  /// Runs the network; `body` gets the numbers of results, and what makes the histogram of each.
  private func run(_ images: Tensor, _ body: (Int, () -> ActivationHistogram) -> Void) -> Tensor {
    // Weights that Winograd's schemes have transformed take up to seven times the memory.
    var kernels = KernelSet.current
    kernels.convolutionMethod = .direct
    let plan = ExecutionPlan(network, pictures: images.shape, inGroups: false)
    let arena = Arena(count: plan.arenaCount)
    arena.writePictures(images, border: plan.inputBorder, to: plan.input)
    var result = 0
    for step in plan.steps {
      arena.run(step) { parameters, geometry in
        let packed = weights.packed(network.parameters[parameters], geometry, for: kernels)
        weights.giveBackMemory(of: network.parameters[parameters])
        return packed
      }
      result += 1
      if case .pooledConvolution = step { result += 1 }
      if let (part, count) = step.observed {
        body(result) {
          let joined = Mutex(ActivationHistogram())
          arena.forEachPiece(of: part, count: count) { numbers in
            var histogram = ActivationHistogram()
            histogram.add(numbers)
            joined.withLock { $0.add(histogram) }
          }
          return joined.withLock { $0 }
        }
      }
    }
    return arena.tensor(plan.outputShape, at: plan.output)
  }

  /// What was found: the limits with the least error of the pictures' numbers, each in proportion to the size
  /// of the picture's.
  public var ranges: ActivationRanges {
    var limits: [Float] = [0]
    for (index, operation) in network.operations.enumerated() {
      guard case .convolution(let convolution) = operation else {
        limits.append(0)
        continue
      }
      var histogram = histograms[index + 1]
      // One that was done together with its pooling was not seen alone. A maximum over windows leaves the largest
      // numbers as they are.
      if histogram.largest == 0, index + 1 < network.operations.count,
        case .maximumPooling(index + 1, _, _, _) = network.operations[index + 1]
      {
        histogram = histograms[index + 2]
      }
      limits.append(histogram.limit(levels: convolution.isRectified ? 255 : 127))
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

import Kernels
import NeuralNetworks
import Synchronization
import Tensors

/// An encoder made ready to run: normalisations folded into weights, everything that follows a convolution
/// done in the same pass, weights packed once, activations in one block of memory.
///
/// A layer's weights are packed, on all threads, when it first runs. Several threads may call it at once. An
/// embedding does not depend on the pictures it is computed with, nor on the number of threads.
public final class CompiledEncoder: Sendable {
  /// The network's shape.
  public let architecture: EncoderArchitecture

  private let network: FusedNetwork
  private let weights: NetworkWeights
  /// By the number of the parameters: packed for each kind of geometry that was met.
  private let packed: Mutex<[[PackedConvolution]]>
  private let plans = Mutex<[(shape: Shape, plan: ExecutionPlan)]>([])
  private static let keptPlans = 16

  /// Compiles a network, whose weights it shares.
  public convenience init(_ network: EncoderNetwork) {
    self.init(network, weights: NetworkWeights(network))
  }

  /// Compiles a network with the weights of a state dictionary, which are read where they lie.
  ///
  /// - Throws: One error with every name that is missing, unknown, double or of the wrong shape.
  public convenience init(
    architecture: EncoderArchitecture, stateDictionary: [EncoderNetwork.StateEntry]
  ) throws(StateDictionaryError) {
    self.init(
      EncoderNetwork(unwritten: architecture),
      weights: try NetworkWeights(stateDictionary, architecture: architecture))
  }

  /// Compiles a network with other weights than it has itself.
  private init(_ network: EncoderNetwork, weights: NetworkWeights) {
    architecture = network.architecture
    self.network = FusedNetwork(network.graph())
    self.weights = weights
    packed = Mutex([[PackedConvolution]](repeating: [], count: self.network.parameters.count))
  }

  /// How pictures of a size are computed, and in how much memory.
  ///
  /// - Precondition: `height` and `width` are at least 1.
  public func plan(batch: Int, height: Int, width: Int) -> ExecutionPlan {
    let shape: Shape = [batch, height, width, 3]
    if let known = plans.withLock({ $0.first { $0.shape == shape } }) { return known.plan }
    let plan = ExecutionPlan(network, pictures: shape)
    plans.withLock {
      if $0.count == Self.keptPlans { $0.removeFirst() }
      $0.append((shape, plan))
    }
    return plan
  }

  /// The embeddings of pictures.
  ///
  /// - Parameter images: `[N, H, W, 3]`, normalised as in training.
  /// - Returns: `[N, c]`, each element in −1 ... 1.
  /// - Precondition: `images` has four axes and three channels.
  public func embeddings(of images: Tensor) -> Tensor {
    precondition(
      images.shape.rank == 4 && images.shape[3] == 3,
      "an encoder reads [N, H, W, 3], not \(images.shape)")
    return run(plan(batch: images.shape[0], height: images.shape[1], width: images.shape[2])) {
      $0.writePictures(images, border: $1.inputBorder, to: $1.input)
    }
  }

  /// The embeddings of pictures that are written where the network reads them.
  ///
  /// - Parameters:
  ///   - batch: How many pictures.
  ///   - height: Rows of each.
  ///   - width: Pixels of a row.
  ///   - write: Gets a picture's number and its elements, row by row of `width` · 3, from one row to the next
  ///     `rowPitch` elements; what lies between rows stays as it is. Called on several threads at once.
  /// - Returns: `[N, c]`, each element in −1 ... 1.
  public func embeddings(
    batch: Int, height: Int, width: Int,
    writingPictures write: (
      _ picture: Int, _ elements: inout MutableSpan<Float>, _ rowPitch: Int
    ) -> Void
  ) -> Tensor {
    run(plan(batch: batch, height: height, width: width)) {
      $0.writePictures($1.inputShape, border: $1.inputBorder, to: $1.input, write)
    }
  }

  private func run(
    _ plan: ExecutionPlan, writingInput write: (Arena, ExecutionPlan) -> Void
  ) -> Tensor {
    guard plan.inputShape[0] > 0 else { return Tensor([0, architecture.embeddingDimension]) }
    let arena = Arena(count: plan.arenaCount)
    write(arena, plan)
    for step in plan.steps { arena.run(step, weights: packedConvolution) }
    return arena.tensor(plan.outputShape, at: plan.output)
  }

  /// The packed weights that `geometry` needs, packed now if this is their first use.
  private func packedConvolution(
    _ index: Int, _ geometry: ConvolutionGeometry
  ) -> PackedConvolution {
    packed.withLock { packed in
      if let known = packed[index].first(where: { $0.isPacked(for: geometry) }) { return known }
      let new = weights.packed(network.parameters[index], geometry)
      // Only the packed weights are read from here on; the file's own would stay in memory beside them.
      weights.giveBackMemory(of: network.parameters[index])
      packed[index].append(new)
      return new
    }
  }
}

import Tensors

/// A network that turns pictures into embeddings, with its weights.
///
/// It is a value: a copy shares the weights until one of the two is trained further.
public struct EncoderNetwork: Sendable {
  /// The network's shape.
  public let architecture: EncoderArchitecture

  private var layers: Sequential

  /// Makes a network with new weights, a pure function of `architecture` and `seed`.
  ///
  /// Weights begin as torchvision's and PyTorch's do: in residual networks convolutions normal with
  /// variance 2 / fan-out, elsewhere weights and biases uniform in ±1 / √fan-in; normalisations
  /// with scale 1 and shift 0.
  ///
  /// - Precondition: The width of ``EncoderArchitecture/small(width:)`` is one of
  ///   ``EncoderArchitecture/smallWidths``.
  public init(_ architecture: EncoderArchitecture, seed: UInt64) {
    var source = ParameterSource(seed: seed)
    self.init(architecture, from: &source)
  }

  init(_ architecture: EncoderArchitecture, from source: inout ParameterSource) {
    self.architecture = architecture
    switch architecture {
    case .resnet18:
      layers = .basicResNet(blockCounts: [2, 2, 2, 2], from: &source)
    case .resnet34:
      layers = .basicResNet(blockCounts: [3, 4, 6, 3], from: &source)
    case .resnet50:
      layers = .bottleneckResNet(
        blockCounts: [3, 4, 6, 3], dimension: architecture.embeddingDimension, from: &source)
    case .nin3:
      layers = .networkInNetwork(blockCount: 3, from: &source)
    case .nin4:
      layers = .networkInNetwork(blockCount: 4, from: &source)
    case .nin5:
      layers = .networkInNetwork(blockCount: 5, from: &source)
    case .small(let width):
      precondition(
        EncoderArchitecture.smallWidths.contains(width),
        "the small encoder's width is in \(EncoderArchitecture.smallWidths), not \(width)")
      layers = .smallResNet(width: width, from: &source)
    }
  }

  /// The embeddings of pictures in evaluation mode; several threads may call it at once.
  ///
  /// - Parameter images: [N, H, W, 3], normalised as in training.
  /// - Returns: [N, c], each element in −1 ... 1.
  /// - Precondition: `images` has four axes and three channels.
  public func evaluate(_ images: Tensor) -> Tensor {
    checkShape(of: images)
    return layers.evaluate(images)
  }

  /// What ``evaluate(_:)`` computes, operation by operation.
  package func graph() -> NetworkGraph {
    var graph = NetworkGraph()
    _ = layers.describe(NetworkGraph.input, path: "", in: &graph)
    return graph
  }

  /// The embeddings in training mode: normalised by the batch itself, and ready for
  /// ``backward(_:)``.
  ///
  /// - Parameter images: [N, H, W, 3], normalised; N at least 2.
  package mutating func forward(_ images: Tensor) -> Tensor {
    checkShape(of: images)
    return layers.forward(images)
  }

  /// Adds to every parameter's gradient that of the last forward pass.
  ///
  /// - Parameter embeddingGradient: The loss's gradient by the embeddings, [N, c].
  package mutating func backward(_ embeddingGradient: Tensor) {
    layers.backwardToParameters(embeddingGradient)
  }

  /// Calls `body` with every parameter and buffer and its PyTorch name, always in the same order.
  package mutating func visitState(
    _ body: (String, inout Parameter) throws -> Void
  ) rethrows {
    try layers.visitState("", body)
  }

  /// Calls `body` with every trainable parameter and its PyTorch name, always in the same order.
  package mutating func visitParameters(
    _ body: (String, inout Parameter) throws -> Void
  ) rethrows {
    try layers.visitParameters("", body)
  }

  private func checkShape(of images: Tensor) {
    precondition(
      images.shape.rank == 4 && images.shape[3] == 3,
      "an encoder reads [N, H, W, 3], not \(images.shape)")
  }
}

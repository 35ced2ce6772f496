import Tensors

/// The mean over height and width, [N, H, W, C] → [N, C].
package struct GlobalAveragePooling: Layer {
  private var inputShapes = ForwardMemory<Shape>()

  /// Makes the layer.
  package init() {}

  package func evaluate(_ input: Tensor) -> Tensor {
    input.globallyAveragePooled()
  }

  package func describe(
    _ input: NetworkGraph.Value, path: String, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    graph.append(.globalAveragePooling(input))
  }

  package mutating func forward(_ input: Tensor) -> Tensor {
    inputShapes.remember(input.shape)
    return evaluate(input)
  }

  package mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
    Tensor.globalAveragePoolingGradient(outputGradient, inputShape: inputShapes.recall())
  }
}

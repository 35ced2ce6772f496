import Tensors

/// The hyperbolic tangent of every element.
package struct HyperbolicTangent: Layer {
  private var outputs = ForwardMemory<Tensor>()

  /// Makes the layer.
  package init() {}

  package func evaluate(_ input: Tensor) -> Tensor {
    input.hyperbolicTangent()
  }

  package func describe(
    _ input: NetworkGraph.Value, path: String, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    graph.append(.hyperbolicTangent(input))
  }

  package mutating func forward(_ input: Tensor) -> Tensor {
    let output = evaluate(input)
    outputs.remember(output)
    return output
  }

  package mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
    Tensor.hyperbolicTangentGradient(outputGradient, output: outputs.recall())
  }
}

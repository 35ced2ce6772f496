import Tensors

/// The hyperbolic tangent of every element.
package struct HyperbolicTangent: Layer {
  private var outputs = ForwardMemory<Tensor>()

  /// Makes the layer.
  package init() {}

  package func evaluate(_ input: Tensor) -> Tensor {
    input.hyperbolicTangent()
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

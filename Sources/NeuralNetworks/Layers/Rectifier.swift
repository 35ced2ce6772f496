import Tensors

/// The rectifier max(x, leak · x): ReLU when `leak` is 0, LeakyReLU otherwise.
package struct Rectifier: Layer {
  private let leak: Float
  private var outputs = ForwardMemory<Tensor>()

  /// Makes a rectifier of slope `leak` below 0.
  ///
  /// - Precondition: 0 ≤ `leak` < 1, so that the output's sign tells the input's.
  package init(leak: Float = 0) {
    precondition(leak >= 0 && leak < 1, "a rectifier's leak is in 0 ..< 1, not \(leak)")
    self.leak = leak
  }

  package func evaluate(_ input: Tensor) -> Tensor {
    input.rectified(leak: leak)
  }

  package func describe(
    _ input: NetworkGraph.Value, path: String, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    graph.append(.rectifier(input, leak: leak))
  }

  package mutating func forward(_ input: Tensor) -> Tensor {
    let output = evaluate(input)
    outputs.remember(output)
    return output
  }

  package mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
    Tensor.rectifierGradient(outputGradient, output: outputs.recall(), leak: leak)
  }
}

import Tensors

/// A linear map with bias, [N, C_in] → [N, C_out], as PyTorch's `Linear`.
package struct Linear: Layer {
  private var weight: Parameter
  private var bias: Parameter
  private var inputs = ForwardMemory<Tensor>()

  /// Makes a map whose weight and bias are uniform in ±1 / √C_in, as PyTorch's are.
  package init(_ inputChannels: Int, _ outputChannels: Int, from source: inout ParameterSource) {
    let bound = 1 / Float(inputChannels).squareRoot()
    weight = source.uniform([inputChannels, outputChannels], bound: bound)
    bias = source.uniform([outputChannels], bound: bound)
  }

  package func evaluate(_ input: Tensor) -> Tensor {
    Tensor.matrixProduct(input, weight.value, rowBias: bias.value)
  }

  package func describe(
    _ input: NetworkGraph.Value, path: String, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    graph.append(
      .linear(
        input, inputChannels: weight.value.shape[0], outputChannels: weight.value.shape[1],
        path: path))
  }

  package mutating func forward(_ input: Tensor) -> Tensor {
    inputs.remember(input)
    return evaluate(input)
  }

  package mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
    accumulateGradients(outputGradient)
    return Tensor.matrixProduct(outputGradient, weight.value, rightTransposed: true)
  }

  package mutating func backwardToParameters(_ outputGradient: consuming Tensor) {
    accumulateGradients(outputGradient)
  }

  private mutating func accumulateGradients(_ outputGradient: Tensor) {
    weight.accumulate(
      Tensor.matrixProduct(inputs.recall(), leftTransposed: true, outputGradient))
    bias.accumulate(outputGradient.sumOverRows())
  }

  package mutating func visitState(
    _ path: String, _ body: (String, inout Parameter) throws -> Void
  ) rethrows {
    try weight.visit(joinedName(path, "weight"), body)
    try bias.visit(joinedName(path, "bias"), body)
  }
}

import Tensors

/// A convolution with square windows over [N, H, W, C], as PyTorch's `Conv2d`.
package struct Convolution: Layer {
  /// How the weights begin.
  package enum Initialization: Sendable {
    /// Normal with variance 2 / (C_out · window²): torchvision's residual networks
    /// (He et al., "Delving Deep into Rectifiers", 2015).
    case normalByFanOut
    /// Uniform in ±1 / √(C_in · window²), weight and bias: PyTorch's `Conv2d` when left alone.
    case uniformByFanIn
  }

  /// The extents of a convolution.
  package struct Geometry: Sendable, Hashable {
    package let inputChannels: Int
    package let outputChannels: Int
    package let window: Int
    package let stride: Int
    package let padding: Int

    /// Makes the geometry of a convolution that keeps the extents when `stride` is 1.
    ///
    /// - Precondition: `window` is odd.
    package init(_ inputChannels: Int, _ outputChannels: Int, window: Int, stride: Int = 1) {
      precondition(window % 2 == 1, "an even window (\(window)) needs its padding said")
      self.init(
        inputChannels, outputChannels, window: window, stride: stride, padding: window / 2)
    }

    /// Makes the geometry from all its numbers; `padding` is on each of the four sides.
    package init(
      _ inputChannels: Int, _ outputChannels: Int, window: Int, stride: Int, padding: Int
    ) {
      precondition(
        inputChannels > 0 && outputChannels > 0 && window > 0 && stride > 0 && padding >= 0,
        "a convolution's extents must be positive")
      self.inputChannels = inputChannels
      self.outputChannels = outputChannels
      self.window = window
      self.stride = stride
      self.padding = padding
    }
  }

  private let geometry: Geometry
  private var weight: Parameter
  private var bias: Parameter?
  private var inputs = ForwardMemory<Tensor>()

  /// Makes a convolution with new weights from `source`.
  package init(
    _ geometry: Geometry, hasBias: Bool = false,
    initialization: Initialization, from source: inout ParameterSource
  ) {
    self.geometry = geometry
    let area = geometry.window * geometry.window
    let shape: Shape = [
      geometry.window, geometry.window, geometry.inputChannels, geometry.outputChannels,
    ]
    let bound = 1 / Float(geometry.inputChannels * area).squareRoot()
    weight =
      switch initialization {
      case .normalByFanOut:
        source.normal(
          shape, standardDeviation: (2 / Float(geometry.outputChannels * area)).squareRoot())
      case .uniformByFanIn:
        source.uniform(shape, bound: bound)
      }
    if hasBias { bias = source.uniform([geometry.outputChannels], bound: bound) }
  }

  package func evaluate(_ input: Tensor) -> Tensor {
    input.convolved(
      with: weight.value, bias: bias?.value, stride: geometry.stride, padding: geometry.padding)
  }

  package func describe(
    _ input: NetworkGraph.Value, path: String, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    graph.append(.convolution(input, geometry, path: path, hasBias: bias != nil))
  }

  package mutating func forward(_ input: Tensor) -> Tensor {
    inputs.remember(input)
    return evaluate(input)
  }

  package mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
    backward(outputGradient, input: inputs.recall())
  }

  /// The gradient by `input`, which was evaluated without being remembered.
  mutating func backward(_ outputGradient: consuming Tensor, input: consuming Tensor) -> Tensor {
    let inputShape = input.shape
    accumulateGradients(input: input, outputGradient)
    return Tensor.convolutionInputGradient(
      outputGradient, weight: weight.value, inputShape: inputShape,
      stride: geometry.stride, padding: geometry.padding)
  }

  package mutating func backwardToParameters(_ outputGradient: consuming Tensor) {
    accumulateGradients(input: inputs.recall(), outputGradient)
  }

  private mutating func accumulateGradients(
    input: consuming Tensor, _ outputGradient: Tensor
  ) {
    weight.accumulate(
      Tensor.convolutionWeightGradient(
        input: input, outputGradient: outputGradient, weightShape: weight.value.shape,
        stride: geometry.stride, padding: geometry.padding))
    bias?.accumulate(outputGradient.sumOverRows())
  }

  package mutating func visitState(
    _ path: String, _ body: (String, inout Parameter) throws -> Void
  ) rethrows {
    try weight.visit(joinedName(path, "weight"), body)
    try bias?.visit(joinedName(path, "bias"), body)
  }
}

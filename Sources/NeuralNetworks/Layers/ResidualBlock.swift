import Tensors

/// A block with a shortcut: rectifier(main(x) + shortcut(x)), as in torchvision's residual networks.
///
/// Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition" (2015); the
/// bottleneck strides in its 3 × 3 convolution ("ResNet V1.5"), as torchvision's does.
package struct ResidualBlock: Layer {
  private var main: Sequential
  /// The projection where extents or channels change; nil where the input is added as it is.
  private var shortcut: Sequential?
  private var outputs = ForwardMemory<Tensor>()

  /// How many channels a bottleneck gives for each one of its width.
  package static let bottleneckExpansion = 4

  /// Makes the block of ResNet-18 and ResNet-34: two 3 × 3 convolutions, the first with the stride.
  package static func basic(
    _ inputChannels: Int, width: Int, stride: Int, from source: inout ParameterSource
  ) -> ResidualBlock {
    let main = Sequential(
      normalizedConvolution(
        1, .init(inputChannels, width, window: 3, stride: stride), rectified: true, from: &source)
        + normalizedConvolution(2, .init(width, width, window: 3), from: &source))
    let shortcut = projection(inputChannels, width, stride: stride, from: &source)
    return ResidualBlock(main: main, shortcut: shortcut)
  }

  /// Makes the block of ResNet-50: 1 × 1 to `width` channels, 3 × 3 with the stride, 1 × 1 to four
  /// times `width`.
  package static func bottleneck(
    _ inputChannels: Int, width: Int, stride: Int, from source: inout ParameterSource
  ) -> ResidualBlock {
    let outputChannels = width * bottleneckExpansion
    let main = Sequential(
      normalizedConvolution(
        1, .init(inputChannels, width, window: 1), rectified: true, from: &source)
        + normalizedConvolution(
          2, .init(width, width, window: 3, stride: stride), rectified: true, from: &source)
        + normalizedConvolution(3, .init(width, outputChannels, window: 1), from: &source))
    let shortcut = projection(inputChannels, outputChannels, stride: stride, from: &source)
    return ResidualBlock(main: main, shortcut: shortcut)
  }

  private init(main: Sequential, shortcut: Sequential?) {
    self.main = main
    self.shortcut = shortcut
  }

  package func evaluate(_ input: Tensor) -> Tensor {
    var output = main.evaluate(input)
    output.addRectified(shortcut?.evaluate(input) ?? input)
    return output
  }

  package mutating func forward(_ input: Tensor) -> Tensor {
    var output = main.forward(input)
    output.addRectified(shortcut?.forward(input) ?? input)
    outputs.remember(output)
    return output
  }

  package mutating func backward(_ outputGradient: Tensor) -> Tensor {
    let sumGradient = Tensor.rectifierGradient(outputGradient, output: outputs.recall())
    var inputGradient = main.backward(sumGradient)
    inputGradient.add(shortcut?.backward(sumGradient) ?? sumGradient)
    return inputGradient
  }

  package mutating func visitState(
    _ path: String, _ body: (String, inout Parameter) throws -> Void
  ) rethrows {
    try main.visitState(path, body)
    try shortcut?.visitState(joinedName(path, "downsample"), body)
  }

  private static func normalizedConvolution(
    _ number: Int, _ geometry: Convolution.Geometry, rectified: Bool = false,
    from source: inout ParameterSource
  ) -> [Sequential.Child] {
    let convolution = Convolution(geometry, initialization: .normalByFanOut, from: &source)
    let normalization = BatchNormalization(
      geometry.outputChannels, rectified: rectified, from: &source)
    return [("conv\(number)", convolution), ("bn\(number)", normalization)]
  }

  private static func projection(
    _ inputChannels: Int, _ outputChannels: Int, stride: Int, from source: inout ParameterSource
  ) -> Sequential? {
    guard stride != 1 || inputChannels != outputChannels else { return nil }
    let convolution = Convolution(
      .init(inputChannels, outputChannels, window: 1, stride: stride),
      initialization: .normalByFanOut, from: &source)
    let normalization = BatchNormalization(outputChannels, from: &source)
    return Sequential([("0", convolution), ("1", normalization)])
  }
}

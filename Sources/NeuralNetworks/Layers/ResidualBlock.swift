import Tensors

/// A block with a shortcut: rectifier(main(x) + shortcut(x)), as in torchvision's residual networks.
///
/// Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition" (2015); the
/// bottleneck strides in its 3 × 3 convolution ("ResNet V1.5"), as torchvision's does.
package struct ResidualBlock: Layer {
  private var main: ConvolutionChain
  /// The projection where extents or channels change; nil where the input is added as it is.
  private var shortcut: ConvolutionChain?

  /// How many channels a bottleneck gives for each one of its width.
  package static let bottleneckExpansion = 4

  /// Makes the block of ResNet-18 and ResNet-34: two 3 × 3 convolutions, the first with the stride.
  package static func basic(
    _ inputChannels: Int, width: Int, stride: Int, from source: inout ParameterSource
  ) -> ResidualBlock {
    let main = ConvolutionChain([
      link(1, .init(inputChannels, width, window: 3, stride: stride), from: &source),
      link(2, .init(width, width, window: 3), from: &source),
    ])
    let shortcut = projection(inputChannels, width, stride: stride, from: &source)
    return ResidualBlock(main: main, shortcut: shortcut)
  }

  /// Makes the block of ResNet-50: 1 × 1 to `width` channels, 3 × 3 with the stride, 1 × 1 to four
  /// times `width`.
  package static func bottleneck(
    _ inputChannels: Int, width: Int, stride: Int, from source: inout ParameterSource
  ) -> ResidualBlock {
    let outputChannels = width * bottleneckExpansion
    let main = ConvolutionChain([
      link(1, .init(inputChannels, width, window: 1), from: &source),
      link(2, .init(width, width, window: 3, stride: stride), from: &source),
      link(3, .init(width, outputChannels, window: 1), from: &source),
    ])
    let shortcut = projection(inputChannels, outputChannels, stride: stride, from: &source)
    return ResidualBlock(main: main, shortcut: shortcut)
  }

  private init(main: ConvolutionChain, shortcut: ConvolutionChain?) {
    self.main = main
    self.shortcut = shortcut
  }

  package func evaluate(_ input: Tensor) -> Tensor {
    main.evaluate(input, adding: shortcut?.evaluate(input) ?? input)
  }

  package func describe(
    _ input: NetworkGraph.Value, path: String, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    let addend =
      shortcut?.describe(input, path: joinedName(path, "downsample"), in: &graph) ?? input
    return main.describe(input, adding: addend, path: path, in: &graph)
  }

  package mutating func forward(_ input: Tensor) -> Tensor {
    main.forward(input, adding: shortcut?.forward(input) ?? input)
  }

  package mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
    var (inputGradient, sumGradient) = main.backwardToShortcut(outputGradient)
    if let shortcutGradient = sumGradient.take() {
      inputGradient.add(shortcut?.backward(shortcutGradient) ?? shortcutGradient)
    }
    return inputGradient
  }

  package mutating func visitState(
    _ path: String, _ body: (String, inout Parameter) throws -> Void
  ) rethrows {
    try main.visitState(path, body)
    try shortcut?.visitState(joinedName(path, "downsample"), body)
  }

  private static func link(
    _ number: Int, _ geometry: Convolution.Geometry, from source: inout ParameterSource
  ) -> ConvolutionChain.Link {
    ConvolutionChain.Link(("conv\(number)", "bn\(number)"), geometry, from: &source)
  }

  private static func projection(
    _ inputChannels: Int, _ outputChannels: Int, stride: Int, from source: inout ParameterSource
  ) -> ConvolutionChain? {
    guard stride != 1 || inputChannels != outputChannels else { return nil }
    let geometry = Convolution.Geometry(inputChannels, outputChannels, window: 1, stride: stride)
    return ConvolutionChain([
      ConvolutionChain.Link(("0", "1"), geometry, rectified: false, from: &source)
    ])
  }
}

import Tensors

/// Convolutions, each with a normalisation behind it and a rectifier behind that.
///
/// What lies between two links is made again from the normalisation's input when the backward pass needs it,
/// instead of being kept: a pass over memory more, and a third of the activations less.
package struct ConvolutionChain: Layer {
  /// A convolution and its normalisation, with their names in the state dictionary.
  struct Link: Sendable {
    let names: (convolution: String, normalization: String)
    var convolution: Convolution
    var normalization: BatchNormalization

    /// Makes a link of a new convolution and a new normalisation.
    init(
      _ names: (convolution: String, normalization: String), _ geometry: Convolution.Geometry,
      hasBias: Bool = false, initialization: Convolution.Initialization = .normalByFanOut,
      rectified: Bool = true, from source: inout ParameterSource
    ) {
      self.names = names
      convolution = Convolution(
        geometry, hasBias: hasBias, initialization: initialization, from: &source)
      normalization = BatchNormalization(
        geometry.outputChannels, rectified: rectified, from: &source)
    }
  }

  private var links: [Link]

  /// Makes the chain, the first link being the first to see the input.
  ///
  /// - Precondition: There is at least one link.
  init(_ links: [Link]) {
    precondition(!links.isEmpty, "a chain of convolutions needs a convolution")
    self.links = links
  }

  package func evaluate(_ input: Tensor) -> Tensor {
    evaluate(input, adding: nil)
  }

  /// The output in evaluation mode, `shortcut` being added before the last rectifier.
  func evaluate(_ input: Tensor, adding shortcut: consuming Tensor?) -> Tensor {
    var activation = input
    for (index, link) in links.enumerated() {
      let isLast = index == links.count - 1
      activation = link.normalization.evaluate(
        link.convolution.evaluate(activation), adding: isLast ? shortcut.take() : nil)
    }
    return activation
  }

  package func describe(
    _ input: NetworkGraph.Value, path: String, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    describe(input, adding: nil, path: path, in: &graph)
  }

  /// As ``describe(_:path:in:)``, `addend` being added before the last rectifier.
  func describe(
    _ input: NetworkGraph.Value, adding addend: NetworkGraph.Value?, path: String,
    in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    var result = input
    for (index, link) in links.enumerated() {
      result = link.convolution.describe(
        result, path: joinedName(path, link.names.convolution), in: &graph)
      result = link.normalization.describe(
        result, adding: index == links.count - 1 ? addend : nil,
        path: joinedName(path, link.names.normalization), in: &graph)
    }
    return result
  }

  package mutating func forward(_ input: Tensor) -> Tensor {
    forward(input, adding: nil)
  }

  /// As ``forward(_:)``, `shortcut` being added before the last rectifier.
  mutating func forward(_ input: Tensor, adding shortcut: consuming Tensor?) -> Tensor {
    var activation = links[0].convolution.forward(input)
    for index in links.indices.dropLast() {
      activation = links[index].normalization.forward(activation)
      activation = links[index + 1].convolution.evaluate(activation)
    }
    return links[links.count - 1].normalization.forward(activation, adding: shortcut)
  }

  package mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
    backwardToShortcut(outputGradient).input
  }

  /// The gradients by the input and, if there was one, by the shortcut.
  mutating func backwardToShortcut(
    _ outputGradient: consuming Tensor
  ) -> (input: Tensor, shortcut: Tensor?) {
    let (gradient, shortcut) = backwardToFirstConvolution(outputGradient)
    return (links[0].convolution.backward(gradient), shortcut)
  }

  package mutating func backwardToParameters(_ outputGradient: consuming Tensor) {
    links[0].convolution.backwardToParameters(backwardToFirstConvolution(outputGradient).gradient)
  }

  /// The gradients by the first convolution's output and, if there was one, by the shortcut.
  private mutating func backwardToFirstConvolution(
    _ outputGradient: consuming Tensor
  ) -> (gradient: Tensor, shortcut: Tensor?) {
    let (last, shortcut) = links[links.count - 1].normalization.backwardToShortcut(outputGradient)
    var gradient = last
    for index in links.indices.dropFirst().reversed() {
      gradient = links[index].convolution.backward(
        gradient, input: links[index - 1].normalization.repeatedOutput())
      gradient = links[index - 1].normalization.backward(consume gradient)
    }
    return (gradient, shortcut)
  }

  package mutating func visitState(
    _ path: String, _ body: (String, inout Parameter) throws -> Void
  ) rethrows {
    for index in links.indices {
      let names = links[index].names
      try links[index].convolution.visitState(joinedName(path, names.convolution), body)
      try links[index].normalization.visitState(joinedName(path, names.normalization), body)
    }
  }
}

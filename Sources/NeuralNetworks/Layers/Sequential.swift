import Tensors

/// Layers one behind the other, each with its name in the state dictionary.
package struct Sequential: Layer {
  /// A layer and its name; layers without parameters may share the empty name.
  package typealias Child = (name: String, layer: any Layer)

  private var children: [Child]

  /// Makes the chain, the first child being the first to see the input.
  ///
  /// - Precondition: There is at least one child.
  package init(_ children: [Child]) {
    precondition(!children.isEmpty, "a chain of layers needs a layer")
    self.children = children
  }

  package func evaluate(_ input: Tensor) -> Tensor {
    children.reduce(input) { $1.layer.evaluate($0) }
  }

  package func describe(
    _ input: NetworkGraph.Value, path: String, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    children.reduce(input) {
      $1.layer.describe($0, path: joinedName(path, $1.name), in: &graph)
    }
  }

  package mutating func forward(_ input: Tensor) -> Tensor {
    var activation = input
    for index in children.indices {
      activation = children[index].layer.forward(consume activation)
    }
    return activation
  }

  package mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
    children[0].layer.backward(backwardToFirstChild(outputGradient))
  }

  package mutating func backwardToParameters(_ outputGradient: consuming Tensor) {
    children[0].layer.backwardToParameters(backwardToFirstChild(outputGradient))
  }

  package mutating func visitState(
    _ path: String, _ body: (String, inout Parameter) throws -> Void
  ) rethrows {
    for index in children.indices {
      let name = joinedName(path, children[index].name)
      try children[index].layer.visitState(name, body)
    }
  }

  /// The gradient by the first child's output.
  private mutating func backwardToFirstChild(_ outputGradient: consuming Tensor) -> Tensor {
    var gradient = consume outputGradient
    for index in children.indices.dropFirst().reversed() {
      gradient = children[index].layer.backward(consume gradient)
    }
    return gradient
  }
}

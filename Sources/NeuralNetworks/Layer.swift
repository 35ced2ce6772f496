import Tensors

/// A function with parameters that can be evaluated, and trained by backpropagation.
///
/// A layer is a value. Copies share their numbers until one of them is written.
package protocol Layer: Sendable {
  /// The output in evaluation mode; changes nothing, so that several threads may call it.
  func evaluate(_ input: Tensor) -> Tensor

  /// The output in training mode; remembers what ``backward(_:)`` needs.
  mutating func forward(_ input: Tensor) -> Tensor

  /// The gradient by the input, given that by the output of the last ``forward(_:)``.
  ///
  /// Adds to the parameters' gradients and releases what the forward pass remembered. The result may take
  /// the place of `outputGradient`, if the caller gives that away.
  ///
  /// - Precondition: ``forward(_:)`` came before, and no other backward pass since.
  mutating func backward(_ outputGradient: consuming Tensor) -> Tensor

  /// Does what ``backward(_:)`` does without the work for the input's gradient.
  ///
  /// For the first layer of a network, whose input is pictures.
  mutating func backwardToParameters(_ outputGradient: consuming Tensor)

  /// Writes down what ``evaluate(_:)`` computes.
  ///
  /// - Parameters:
  ///   - input: The result that the layer reads.
  ///   - path: This layer's own name, as in ``visitState(_:_:)``.
  ///   - graph: Gets the operations.
  /// - Returns: The layer's result.
  func describe(
    _ input: NetworkGraph.Value, path: String, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value

  /// Calls `body` with every parameter and buffer, always in the same order.
  ///
  /// Names and order are those of PyTorch's state dictionaries, such as `bn1.running_mean`.
  ///
  /// - Parameters:
  ///   - path: This layer's own name, empty for the outermost.
  ///   - body: Gets the name and may change the parameter.
  mutating func visitState(
    _ path: String, _ body: (String, inout Parameter) throws -> Void
  ) rethrows
}

extension Layer {
  package mutating func backwardToParameters(_ outputGradient: consuming Tensor) {
    _ = backward(outputGradient)
  }

  package mutating func visitState(
    _ path: String, _ body: (String, inout Parameter) throws -> Void
  ) rethrows {}

  /// Calls `body` with every trainable parameter, in the order of ``visitState(_:_:)``.
  package mutating func visitParameters(
    _ path: String = "", _ body: (String, inout Parameter) throws -> Void
  ) rethrows {
    try visitState(path) { name, parameter in
      if parameter.isTrainable { try body(name, &parameter) }
    }
  }

  /// Calls `body` with every buffer (running statistics), in the order of ``visitState(_:_:)``.
  package mutating func visitBuffers(
    _ path: String = "", _ body: (String, inout Parameter) throws -> Void
  ) rethrows {
    try visitState(path) { name, parameter in
      if !parameter.isTrainable { try body(name, &parameter) }
    }
  }
}

/// The name of `child` inside `path`, as PyTorch joins them; a child without a name adds nothing.
func joinedName(_ path: String, _ child: String) -> String {
  path.isEmpty || child.isEmpty ? path + child : path + "." + child
}

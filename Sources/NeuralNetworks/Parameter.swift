import Tensors

/// A tensor that belongs to a layer: a weight that is trained, or a buffer that a layer keeps.
package struct Parameter: Sendable {
  /// The numbers, in the layout of their layer.
  package var value: Tensor

  /// The loss's gradient by `value`, the same shape; nil before a backward pass and after an
  /// optimiser's step.
  package private(set) var gradient: Tensor?

  /// Whether an optimiser changes it; running statistics are not trainable.
  package let isTrainable: Bool

  /// Makes a parameter without a gradient.
  package init(_ value: Tensor, isTrainable: Bool = true) {
    self.value = value
    self.isTrainable = isTrainable
  }

  /// Adds to the gradient, so that several backward passes before one step sum up.
  package mutating func accumulate(_ contribution: Tensor) {
    if gradient == nil {
      gradient = contribution
    } else {
      gradient?.add(contribution)
    }
  }

  /// Gives the gradient away, leaving none.
  package mutating func takeGradient() -> Tensor? {
    defer { gradient = nil }
    return gradient
  }

  /// Gives the numbers away, for a while in which nobody may use this parameter.
  mutating func takeValue() -> Tensor {
    let taken = value
    value = Tensor([0])
    return taken
  }

  /// Shows this parameter to a visitor of ``Layer/visitState(_:_:)``.
  mutating func visit(
    _ name: String, _ body: (String, inout Parameter) throws -> Void
  ) rethrows {
    try body(name, &self)
  }
}

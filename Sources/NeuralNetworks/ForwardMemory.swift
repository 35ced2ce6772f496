/// What a forward pass leaves for its backward pass; reading it releases it.
struct ForwardMemory<Value: Sendable>: Sendable {
  private var value: Value?

  mutating func remember(_ value: Value) {
    self.value = value
  }

  /// The remembered value, which stays remembered.
  ///
  /// - Precondition: A forward pass remembered one since the last ``recall()``.
  func peek() -> Value {
    guard let value else {
      preconditionFailure("a backward pass needs a forward pass of its own before it")
    }
    return value
  }

  /// The remembered value, which is forgotten.
  ///
  /// - Precondition: A forward pass remembered one since the last call.
  mutating func recall() -> Value {
    guard let remembered = value else {
      preconditionFailure("a backward pass needs a forward pass of its own before it")
    }
    value = nil
    return remembered
  }
}

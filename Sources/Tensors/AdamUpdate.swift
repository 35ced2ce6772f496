import Kernels

/// A parameter with what a step of Adam (Kingma, Ba 2015) needs of it.
package struct AdamUpdate: Sendable {
  /// The parameter.
  package var value: Tensor
  /// Its gradient.
  package let gradient: Tensor
  /// Running mean of gradients, zeros before the first step.
  package var firstMoment: Tensor
  /// Running mean of squared gradients, zeros before the first step.
  package var secondMoment: Tensor

  /// Puts the four together, all of one shape.
  package init(value: Tensor, gradient: Tensor, firstMoment: Tensor, secondMoment: Tensor) {
    precondition(
      value.shape == gradient.shape, "\(gradient.shape) is no gradient of \(value.shape)")
    precondition(value.shape == firstMoment.shape && value.shape == secondMoment.shape)
    self.value = value
    self.gradient = gradient
    self.firstMoment = firstMoment
    self.secondMoment = secondMoment
  }

  /// One step as `torch.optim.Adam` takes it, on all values and moments at once.
  ///
  /// - Parameters:
  ///   - updates: The parameters; whatever else shares their tensors makes them copy.
  ///   - learningRate: The step size.
  ///   - beta1: How much of the first moment stays.
  ///   - beta2: How much of the second moment stays.
  ///   - epsilon: What is added to the root of the second moment.
  ///   - step: 1 for the first step.
  package static func step(
    _ updates: inout [AdamUpdate], learningRate: Float, beta1: Float, beta2: Float, epsilon: Float,
    step: Int
  ) {
    precondition(step >= 1, "the first step is 1")
    let firstCorrection = 1 - power(Double(beta1), step)
    let secondCorrection = 1 - power(Double(beta2), step)
    let constants = Tensor(
      [7],
      [
        Float(Double(learningRate) / firstCorrection), beta1, Float(1 - Double(beta1)), beta2,
        Float(1 - Double(beta2)), Float(1 / secondCorrection.squareRoot()), epsilon,
      ])
    var arrays: [AdamArrays] = []
    for index in updates.indices { arrays.append(updates[index].arrays()) }
    unsafe constants.withUnsafePointer { unsafe KernelSet.current.adam(arrays, constants: $0) }
    // The arrays are the updates' own.
    withExtendedLifetime(updates) {}
  }

  /// The places of the elements, valid as long as this update is neither changed nor gone.
  private mutating func arrays() -> AdamArrays {
    unsafe AdamArrays(
      count: value.count, gradient: gradient.withUnsafePointer { unsafe $0 },
      firstMoment: firstMoment.withUnsafeMutablePointer { unsafe $0 },
      secondMoment: secondMoment.withUnsafeMutablePointer { unsafe $0 },
      value: value.withUnsafeMutablePointer { unsafe $0 })
  }
}

/// `base` to a whole power, by squaring: the same bits on every machine.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var result = 1.0
  var factor = base
  var rest = exponent
  while rest > 0 {
    if rest & 1 == 1 { result *= factor }
    factor *= factor
    rest >>= 1
  }
  return result
}

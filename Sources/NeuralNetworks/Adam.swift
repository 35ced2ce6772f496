import Tensors

/// The optimiser Adam, as `torch.optim.Adam` without weight decay.
///
/// Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015), with bias correction
/// and ε outside the root.
package struct Adam: Sendable {
  /// The moving averages of one parameter's gradient.
  package struct Moments: Sendable {
    /// The average of the gradient, of the parameter's shape and layout.
    package var first: Tensor
    /// The average of its square.
    package var second: Tensor

    /// Makes moments from saved ones.
    package init(first: Tensor, second: Tensor) {
      self.first = first
      self.second = second
    }
  }

  /// The step size.
  package var learningRate: Float

  private static let beta1: Float = 0.9
  private static let beta2: Float = 0.999
  private static let epsilon: Float = 1e-8

  /// How many updates there were.
  package private(set) var stepCount: Int

  /// The moments in the order in which parameters are visited; empty before the first update.
  package private(set) var moments: [Moments]

  /// Makes an optimiser, or one that goes on where another left off.
  ///
  /// - Parameters:
  ///   - learningRate: The step size.
  ///   - stepCount: The other's ``stepCount``.
  ///   - moments: The other's ``moments``.
  package init(learningRate: Float, stepCount: Int = 0, moments: [Moments] = []) {
    self.learningRate = learningRate
    self.stepCount = stepCount
    self.moments = moments
  }

  /// Changes every parameter by its gradient, and drops the gradients.
  ///
  /// - Precondition: Every parameter has a gradient, and `network` is of the shape of the one that
  ///   was updated before.
  package mutating func update(_ network: inout EncoderNetwork) {
    stepCount += 1
    // Values and moments are moved out of their places for the step, so that nobody shares them.
    var updates: [AdamUpdate] = []
    let isFirst = moments.isEmpty
    var oldMoments = moments
    moments = []
    oldMoments.reverse()
    network.visitParameters { name, parameter in
      guard let gradient = parameter.takeGradient() else {
        preconditionFailure("\(name) has no gradient to be updated by")
      }
      let shape = parameter.value.shape
      let old =
        isFirst ? Moments(first: Tensor(shape), second: Tensor(shape)) : oldMoments.popLast()
      guard let old else { preconditionFailure("\(name) has no moments") }
      updates.append(
        AdamUpdate(
          value: parameter.takeValue(), gradient: gradient, firstMoment: old.first,
          secondMoment: old.second))
    }
    precondition(oldMoments.isEmpty, "moments for more than \(updates.count) parameters")
    AdamUpdate.step(
      &updates, learningRate: learningRate, beta1: Self.beta1, beta2: Self.beta2,
      epsilon: Self.epsilon, step: stepCount)
    moments = updates.map { Moments(first: $0.firstMoment, second: $0.secondMoment) }
    updates.reverse()
    network.visitParameters { _, parameter in
      if let update = updates.popLast() { parameter.value = update.value }
    }
  }
}

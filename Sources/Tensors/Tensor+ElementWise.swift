import Kernels

extension Tensor {
  /// ReLU, or LeakyReLU where `leak` is not 0.
  package func rectified(leak: Float = 0) -> Tensor {
    unsafe mapped { unsafe KernelSet.current.rectify(count, $0, leak: leak, $1) }
  }

  /// The gradient of ``rectified(leak:)``, told by the sign of its output.
  package static func rectifierGradient(
    _ outputGradient: Tensor, output: Tensor, leak: Float = 0
  ) -> Tensor {
    unsafe outputGradient.mapped(with: output) {
      unsafe KernelSet.current.rectifierGradient(
        outputGradient.count, $0, output: $1, leak: leak, $2)
    }
  }

  /// tanh of every element.
  package func hyperbolicTangent() -> Tensor {
    unsafe mapped { unsafe KernelSet.current.hyperbolicTangent(count, $0, $1) }
  }

  /// The gradient of ``hyperbolicTangent()``: g · (1 − y²).
  package static func hyperbolicTangentGradient(
    _ outputGradient: Tensor, output: Tensor
  ) -> Tensor {
    unsafe outputGradient.mapped(with: output) {
      unsafe KernelSet.current.hyperbolicTangentGradient(
        outputGradient.count, $0, output: $1, $2)
    }
  }

  /// Adds `other` element by element.
  package mutating func add(_ other: Tensor) {
    precondition(shape == other.shape, "\(shape) + \(other.shape)")
    let count = count
    unsafe withUnsafeMutablePointer { target in
      unsafe other.withUnsafePointer {
        unsafe KernelSet.current.addScaled(count, $0, factor: 1, target)
      }
    }
  }

  /// `self` = max(0, `self` + `other`).
  package mutating func addRectified(_ other: Tensor) {
    precondition(shape == other.shape, "\(shape) + \(other.shape)")
    let count = count
    unsafe withUnsafeMutablePointer { target in
      unsafe other.withUnsafePointer {
        unsafe KernelSet.current.addRectified(count, $0, target)
      }
    }
  }

  /// Multiplies every element by `factor`.
  package mutating func multiply(by factor: Float) {
    let count = count
    unsafe withUnsafeMutablePointer {
      unsafe KernelSet.current.scale(count, UnsafePointer($0), factor: factor, $0)
    }
  }

  /// Softmax of each run along the last axis.
  package func softmaxOverLastAxis() -> Tensor {
    unsafe mapped { unsafe KernelSet.current.softmax(rowCount, lastExtent, $0, $1) }
  }

  /// Whether no element is infinite or not a number.
  package func hasOnlyFiniteElements() -> Bool {
    unsafe withUnsafePointer { unsafe KernelSet.current.isFinite(count, $0) }
  }

  /// One step of Adam (Kingma, Ba 2015) as `torch.optim.Adam` takes it, on this value and its moments.
  ///
  /// - Parameters:
  ///   - gradient: Same shape.
  ///   - firstMoment: Running mean of gradients, zeros before the first step.
  ///   - secondMoment: Running mean of squared gradients, zeros before the first step.
  ///   - step: 1 for the first step.
  package mutating func updateByAdam(
    gradient: Tensor, firstMoment: inout Tensor, secondMoment: inout Tensor, learningRate: Float,
    beta1: Float, beta2: Float, epsilon: Float, step: Int
  ) {
    precondition(shape == gradient.shape, "\(gradient.shape) is no gradient of \(shape)")
    precondition(shape == firstMoment.shape && shape == secondMoment.shape)
    precondition(step >= 1, "the first step is 1")
    let firstCorrection = 1 - power(Double(beta1), step)
    let secondCorrection = 1 - power(Double(beta2), step)
    let constants = Tensor(
      [7],
      [
        Float(Double(learningRate) / firstCorrection), beta1, Float(1 - Double(beta1)), beta2,
        Float(1 - Double(beta2)), Float(1 / secondCorrection.squareRoot()), epsilon,
      ])
    let count = count
    unsafe withUnsafeMutablePointer { value in
      unsafe firstMoment.withUnsafeMutablePointer { firstMoment in
        unsafe secondMoment.withUnsafeMutablePointer { secondMoment in
          unsafe constants.withUnsafePointer { constants in
            unsafe gradient.withUnsafePointer {
              unsafe KernelSet.current.adam(
                count, constants: constants, gradient: $0, firstMoment: firstMoment,
                secondMoment: secondMoment, value)
            }
          }
        }
      }
    }
  }

  private func mapped(
    _ body: (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) -> Tensor {
    var result = Tensor(uninitialized: shape)
    unsafe result.withUnsafeMutablePointer { result in
      unsafe withUnsafePointer { unsafe body($0, result) }
    }
    return result
  }

  private func mapped(
    with other: Tensor,
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) -> Tensor {
    precondition(shape == other.shape, "\(shape) and \(other.shape)")
    var result = Tensor(uninitialized: shape)
    unsafe result.withUnsafeMutablePointer { result in
      unsafe withUnsafePointer { pointer in
        unsafe other.withUnsafePointer { unsafe body(pointer, $0, result) }
      }
    }
    return result
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

import Kernels

extension Tensor {
  /// ReLU, or LeakyReLU where `leak` is not 0.
  package func rectified(leak: Float = 0) -> Tensor {
    unsafe Self.transforming(self) {
      unsafe KernelSet.current.rectify($0.count, $1, leak: leak, $2)
    }
  }

  /// The gradient of ``rectified(leak:)``, told by the sign of its output.
  package static func rectifierGradient(
    _ outputGradient: consuming Tensor, output: Tensor, leak: Float = 0
  ) -> Tensor {
    precondition(outputGradient.shape == output.shape, "not the output's shape")
    return unsafe transforming(outputGradient) { shape, gradient, y in
      unsafe output.withUnsafePointer {
        unsafe KernelSet.current.rectifierGradient(
          shape.count, gradient, output: $0, leak: leak, y)
      }
    }
  }

  /// tanh of every element.
  package func hyperbolicTangent() -> Tensor {
    unsafe Self.transforming(self) {
      unsafe KernelSet.current.hyperbolicTangent($0.count, $1, $2)
    }
  }

  /// The gradient of ``hyperbolicTangent()``: g · (1 − y²).
  package static func hyperbolicTangentGradient(
    _ outputGradient: consuming Tensor, output: Tensor
  ) -> Tensor {
    precondition(outputGradient.shape == output.shape, "not the output's shape")
    return unsafe transforming(outputGradient) { shape, gradient, y in
      unsafe output.withUnsafePointer {
        unsafe KernelSet.current.hyperbolicTangentGradient(shape.count, gradient, output: $0, y)
      }
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

  /// Multiplies every element by `factor`.
  package mutating func multiply(by factor: Float) {
    let count = count
    unsafe withUnsafeMutablePointer {
      unsafe KernelSet.current.scale(count, UnsafePointer($0), factor: factor, $0)
    }
  }

  /// Softmax of each run along the last axis.
  package func softmaxOverLastAxis() -> Tensor {
    unsafe Self.transforming(self) {
      unsafe KernelSet.current.softmax($0.rowCount, $0.lastExtent, $1, $2)
    }
  }

  /// Whether no element is infinite or not a number.
  package func hasOnlyFiniteElements() -> Bool {
    unsafe withUnsafePointer { unsafe KernelSet.current.isFinite(count, $0) }
  }

  /// The largest magnitude of an element; 0 if there is none.
  package var largestMagnitude: Float {
    withSpan { elements in
      var largest: Float = 0
      for index in elements.indices { largest = max(largest, elements[index].magnitude) }
      return largest
    }
  }

  /// What `body` writes, given the elements of `source`, which are also the place to write to where nobody
  /// else has them: one pass, and no memory that is not needed.
  static func transforming(
    _ source: consuming Tensor,
    _ body: (Shape, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) -> Tensor {
    let shape = source.shape
    if source.isUnshared() {
      unsafe source.withUnsafeMutablePointer { unsafe body(shape, UnsafePointer($0), $0) }
      return source
    }
    var result = Tensor(uninitialized: shape)
    unsafe result.withUnsafeMutablePointer { result in
      unsafe source.withUnsafePointer { unsafe body(shape, $0, result) }
    }
    return result
  }
}

import Kernels

extension Subject {
  /// Element-wise operations on a layer's activations (eight pictures of 56 × 56 × 64) and on arrays that
  /// only memory holds.
  static let elementWise: [Subject] =
    [8 * 56 * 56 * 64, 1 << 25].flatMap { elementWise($0) } + softmax

  private static func elementWise(_ count: Int) -> [Subject] {
    func subject(
      _ name: String, read: Int = 0, written: Int = 0, updated: Int = 0, operations: Int,
      _ prepare: @escaping @Sendable (KernelSet) -> () -> Void
    ) -> Subject {
      Subject(
        name: name, problem: "n=\(count)",
        work: Work(
          operations: operations * count, read: read * count, written: written * count,
          updated: updated * count),
        unit: .gigabytes, prepare: prepare)
    }
    return [
      subject("rectify", read: 1, written: 1, operations: 1) { kernels in
        let (x, y) = (FloatBuffer(count), FloatBuffer(count, repeating: 0))
        return { unsafe kernels.rectify(count, x.readOnly, leak: 0, y.pointer) }
      },
      subject("rectifier_gradient", read: 2, written: 1, operations: 1) { kernels in
        let (gradient, output) = (FloatBuffer(count), FloatBuffer(count, stream: 1))
        let y = FloatBuffer(count, repeating: 0)
        return {
          unsafe kernels.rectifierGradient(
            count, gradient.readOnly, output: output.readOnly, leak: 0, y.pointer)
        }
      },
      subject("add_scaled", read: 1, updated: 1, operations: 2) { kernels in
        let (x, y) = (FloatBuffer(count), FloatBuffer(count, stream: 1))
        return { unsafe kernels.addScaled(count, x.readOnly, factor: 0.001, y.pointer) }
      },
      subject("scale", read: 1, written: 1, operations: 1) { kernels in
        let (x, y) = (FloatBuffer(count), FloatBuffer(count, repeating: 0))
        return { unsafe kernels.scale(count, x.readOnly, factor: 0.5, y.pointer) }
      },
      subject("tanh", read: 1, written: 1, operations: OperationCount.hyperbolicTangent) {
        kernels in
        let (x, y) = (FloatBuffer(count), FloatBuffer(count, repeating: 0))
        return { unsafe kernels.hyperbolicTangent(count, x.readOnly, y.pointer) }
      },
      subject("tanh_gradient", read: 2, written: 1, operations: 3) { kernels in
        let (gradient, output) = (FloatBuffer(count), FloatBuffer(count, stream: 1))
        let y = FloatBuffer(count, repeating: 0)
        return {
          unsafe kernels.hyperbolicTangentGradient(
            count, gradient.readOnly, output: output.readOnly, y.pointer)
        }
      },
      subject("is_finite", read: 1, operations: 2) { kernels in
        let x = FloatBuffer(count)
        let answer = FloatBuffer(1, repeating: 0)
        return { unsafe answer.pointer[0] = kernels.isFinite(count, x.readOnly) ? 1 : 0 }
      },
      subject("adam", read: 1, updated: 3, operations: OperationCount.adam) { kernels in
        let state = AdamState(count)
        let arrays = unsafe AdamArrays(
          count: count, gradient: state.gradient.readOnly, firstMoment: state.firstMoment.pointer,
          secondMoment: state.secondMoment.pointer, value: state.value.pointer)
        return { unsafe kernels.adam([arrays], constants: state.constants.readOnly) }
      },
    ]
  }

  private static let softmax: [Subject] = [(320, 80), (4096, 1000)].map { rows, columns in
    let count = rows * columns
    return Subject(
      name: "softmax", problem: "rows=\(rows) columns=\(columns)",
      work: Work(operations: OperationCount.softmax * count, read: count, written: count),
      unit: .gigabytes
    ) { kernels in
      let (x, y) = (FloatBuffer(count), FloatBuffer(count, repeating: 0))
      return { unsafe kernels.softmax(rows, columns, x.readOnly, y.pointer) }
    }
  }
}

/// Floating-point operations an element, as the templates have them: a division or root is one, a
/// comparison none.
enum OperationCount {
  /// Polynomial and exponential of `Exponential.hyperbolicTangent`; both are computed for every lane.
  static let hyperbolicTangent = 38
  /// `Exponential.softmax`: the exponential, and the difference, sum and product around it.
  static let softmax = 25
  /// `ElementWise.adam`.
  static let adam = 13
}

/// What a step of Adam works on.
struct AdamState {
  let constants: FloatBuffer
  let gradient: FloatBuffer
  let firstMoment: FloatBuffer
  let secondMoment: FloatBuffer
  let value: FloatBuffer

  /// The state of a long run: bias corrections near 1.
  init(_ count: Int) {
    constants = FloatBuffer(7, repeating: 0)
    let values: [Float] = [5e-4, 0.9, 0.1, 0.999, 0.001, 1, 1e-8]
    for (index, value) in values.enumerated() { unsafe constants.pointer[index] = value }
    gradient = FloatBuffer(count)
    firstMoment = FloatBuffer(count, stream: 1)
    secondMoment = FloatBuffer(count, repeating: 0.3)
    value = FloatBuffer(count, stream: 2)
  }
}

import Kernels

extension Subject {
  /// Batch normalisation's passes over the activations of eight pictures: [pixels, channels].
  static let normalizations: [Subject] = [
    (8 * 56 * 56, 64), (8 * 14 * 14, 256), (8 * 56 * 56, 256),
  ]
  .flatMap { normalizations(rows: $0, columns: $1) }

  private static func normalizations(rows: Int, columns: Int) -> [Subject] {
    let count = rows * columns
    func subject(
      _ name: String, read: Int, written: Int = 0, updated: Int = 0, operations: Int,
      _ prepare: @escaping @Sendable (KernelSet) -> () -> Void
    ) -> Subject {
      Subject(
        name: name, problem: "rows=\(rows) columns=\(columns)",
        work: Work(
          operations: operations * count, read: read * count, written: written * count,
          updated: updated * count),
        unit: .gigabytes, prepare: prepare)
    }
    return [
      subject("column_sums", read: 1, operations: 1) { kernels in
        let (x, sums) = (FloatBuffer(count), FloatBuffer(columns, repeating: 0))
        return { unsafe kernels.columnSums(rows, columns, x.readOnly, sums.pointer) }
      },
      subject("column_statistics", read: 1, operations: 4) { kernels in
        let x = FloatBuffer(count)
        let results = FloatBuffer(2 * columns, repeating: 0)
        return {
          unsafe kernels.columnStatistics(
            rows, columns, x.readOnly, mean: results.pointer, variance: results.pointer + columns)
        }
      },
      subject("scale_and_shift", read: 1, written: 1, operations: 2) { kernels in
        let (x, y) = (FloatBuffer(count), FloatBuffer(count, repeating: 0))
        let factors = FloatBuffer(2 * columns, stream: 1)
        return {
          unsafe kernels.scaleAndShift(
            rows, columns, x.readOnly, scale: factors.readOnly, shift: factors.readOnly + columns,
            rectified: true, y.pointer)
        }
      },
      subject("scale_shift_and_add", read: 1, updated: 1, operations: 3) { kernels in
        let (x, y) = (FloatBuffer(count), FloatBuffer(count, repeating: 0))
        let factors = FloatBuffer(2 * columns, stream: 1)
        return {
          unsafe kernels.scaleAndShift(
            rows, columns, x.readOnly, scale: factors.readOnly, shift: factors.readOnly + columns,
            addend: y.readOnly, rectified: true, y.pointer)
        }
      },
      subject("normalization_gradient_sums", read: 2, operations: 6) { kernels in
        let (gradient, x) = (FloatBuffer(count), FloatBuffer(count, stream: 1))
        let factors = FloatBuffer(3 * columns, stream: 3)
        let results = FloatBuffer(2 * columns, repeating: 0)
        return {
          unsafe kernels.normalizationGradientSums(
            rows, columns, gradient: gradient.readOnly, input: x.readOnly,
            rectifier: (factors.readOnly, factors.readOnly + columns),
            mean: factors.readOnly + 2 * columns, sums: results.pointer,
            products: results.pointer + columns)
        }
      },
      subject("masked_gradient_sums", read: 2, updated: 1, operations: 4) { kernels in
        let (gradient, x) = (FloatBuffer(count), FloatBuffer(count, stream: 1))
        let (output, mean) = (FloatBuffer(count, stream: 2), FloatBuffer(columns, stream: 3))
        let results = FloatBuffer(2 * columns, repeating: 0)
        return {
          unsafe kernels.maskedGradientSums(
            rows, columns, gradient: gradient.readOnly, input: x.readOnly,
            output: output.readOnly, mean: mean.readOnly, masked: gradient.pointer,
            sums: results.pointer, products: results.pointer + columns)
        }
      },
      subject("normalization_gradient", read: 1, updated: 1, operations: 6) { kernels in
        let (gradient, x) = (FloatBuffer(count), FloatBuffer(count, stream: 1))
        // Factors whose repetition leaves the gradient, which is changed in place, of its size.
        let factors = FloatBuffer(columns, repeating: 1)
        let others = FloatBuffer(3 * columns, repeating: 0)
        return {
          unsafe kernels.normalizationGradient(
            rows, columns, gradient: gradient.readOnly, input: x.readOnly,
            scale: factors.readOnly, inputFactor: others.readOnly,
            constant: others.readOnly + columns, rectifierShift: others.readOnly + 2 * columns,
            gradient.pointer)
        }
      },
    ]
  }
}

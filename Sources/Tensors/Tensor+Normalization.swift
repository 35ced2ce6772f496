import Kernels

/// Batch normalisation over all axes but the last (Ioffe, Szegedy 2015).
extension Tensor {
  /// Mean and biased variance of each channel: `[…, C]` to two of `[C]`.
  package func batchStatistics() -> (mean: Tensor, variance: Tensor) {
    let columns = lastExtent
    var mean = Tensor(uninitialized: [columns])
    var variance = Tensor(uninitialized: [columns])
    unsafe mean.withUnsafeMutablePointer { mean in
      unsafe variance.withUnsafeMutablePointer { variance in
        unsafe withUnsafePointer {
          unsafe KernelSet.current.columnStatistics(
            rowCount, columns, $0, mean: mean, variance: variance)
        }
      }
    }
    return (mean, variance)
  }

  /// (x − mean) / √(variance + ε) × scale + shift for each channel; 0 where negative if `rectified`.
  package func normalized(
    mean: Tensor, variance: Tensor, scale: Tensor, shift: Tensor, epsilon: Float,
    rectified: Bool = false
  ) -> Tensor {
    let columns = lastExtent
    for tensor in [mean, variance, scale, shift] {
      precondition(tensor.shape == [columns], "statistics have one element a channel")
    }
    // In double precision, so that x × factor + constant loses nothing to the two constants.
    var factor = Tensor(uninitialized: [columns])
    var constant = Tensor(uninitialized: [columns])
    for c in 0..<columns {
      let inverse = Double(scale[c]) / (Double(variance[c]) + Double(epsilon)).squareRoot()
      factor[c] = Float(inverse)
      constant[c] = Float(Double(shift[c]) - Double(mean[c]) * inverse)
    }
    var output = Tensor(uninitialized: shape)
    unsafe output.withUnsafeMutablePointer { output in
      unsafe factor.withUnsafePointer { factor in
        unsafe constant.withUnsafePointer { constant in
          unsafe withUnsafePointer {
            unsafe KernelSet.current.scaleAndShift(
              rowCount, columns, $0, scale: factor, shift: constant, rectified: rectified, output)
          }
        }
      }
    }
    return output
  }

  /// The gradients of normalisation by the batch's own statistics.
  ///
  /// With n rows, g the gradient and x̂ = (x − mean) / σ: by the shift Σg, by the scale Σg·x̂, by the input
  /// scale / σ · (g − Σg / n − x̂ · Σ(g·x̂) / n).
  ///
  /// - Parameter rectifiedOutput: The rectified output, where there was one: g is 0 where it is not
  ///   positive.
  package static func batchNormalizationGradient(
    _ outputGradient: Tensor, input: Tensor, rectifiedOutput: Tensor?, mean: Tensor,
    variance: Tensor, scale: Tensor, epsilon: Float
  ) -> (input: Tensor, scale: Tensor, shift: Tensor) {
    precondition(outputGradient.shape == input.shape, "not the output's shape")
    precondition(
      rectifiedOutput == nil || rectifiedOutput?.shape == input.shape, "not the output's shape")
    let columns = input.lastExtent
    for tensor in [mean, variance, scale] {
      precondition(tensor.shape == [columns], "statistics have one element a channel")
    }
    let rows = input.rowCount
    let kernels = KernelSet.current
    var shiftGradient = Tensor(uninitialized: [columns])
    var products = Tensor(uninitialized: [columns])
    var inputGradient = Tensor(uninitialized: input.shape)
    var factors = Tensor(uninitialized: [3, columns])
    unsafe outputGradient.withUnsafePointer { gradient in
      unsafe input.withUnsafePointer { x in
        unsafe withOptionalPointer(rectifiedOutput) { output in
          unsafe shiftGradient.withUnsafeMutablePointer { sums in
            unsafe products.withUnsafeMutablePointer { products in
              unsafe mean.withUnsafePointer {
                unsafe kernels.normalizationGradientSums(
                  rows, columns, gradient: gradient, input: x, output: output, mean: $0,
                  sums: sums, products: products)
              }
            }
          }
          for c in 0..<columns {
            let inverse = 1 / (Double(variance[c]) + Double(epsilon)).squareRoot()
            let factor = Double(scale[c]) * inverse
            let count = Double(max(rows, 1))
            let byInput = -factor * Double(products[c]) * inverse * inverse / count
            factors[c] = Float(factor)
            factors[columns + c] = Float(byInput)
            factors[2 * columns + c] = Float(
              -factor * Double(shiftGradient[c]) / count - byInput * Double(mean[c]))
            products[c] = Float(Double(products[c]) * inverse)
          }
          unsafe inputGradient.withUnsafeMutablePointer { inputGradient in
            unsafe factors.withUnsafePointer {
              unsafe kernels.normalizationGradient(
                rows, columns, gradient: gradient, input: x, output: output, gradientFactor: $0,
                inputFactor: $0 + columns, constant: $0 + 2 * columns, inputGradient)
            }
          }
        }
      }
    }
    return (inputGradient, products, shiftGradient)
  }

  private static func withOptionalPointer(
    _ tensor: Tensor?, _ body: (UnsafePointer<Float>?) -> Void
  ) {
    if let tensor {
      unsafe tensor.withUnsafePointer { unsafe body($0) }
    } else {
      body(nil)
    }
  }
}

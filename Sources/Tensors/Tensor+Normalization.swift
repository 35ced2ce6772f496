import Kernels

/// What batch normalisation (Ioffe, Szegedy 2015) comes to once the statistics are known: for each channel
/// x × `factor` + `constant`.
package struct ChannelScaling: Sendable {
  let factor: Tensor
  let constant: Tensor

  /// The scaling (x − mean) / √(variance + ε) × scale + shift; all `[C]`.
  package init(mean: Tensor, variance: Tensor, scale: Tensor, shift: Tensor, epsilon: Float) {
    let columns = mean.count
    for tensor in [mean, variance, scale, shift] {
      precondition(tensor.shape == [columns], "statistics have one element a channel")
    }
    var factor = Tensor(uninitialized: [columns])
    var constant = Tensor(uninitialized: [columns])
    // In double precision, so that x × factor + constant loses nothing to the two constants.
    for c in 0..<columns {
      let inverse = Double(scale[c]) / (Double(variance[c]) + Double(epsilon)).squareRoot()
      factor[c] = Float(inverse)
      constant[c] = Float(Double(shift[c]) - Double(mean[c]) * inverse)
    }
    self.factor = factor
    self.constant = constant
  }

  fileprivate func withUnsafePointers(
    _ body: (_ factor: UnsafePointer<Float>, _ constant: UnsafePointer<Float>) -> Void
  ) {
    unsafe factor.withUnsafePointer { factor in
      unsafe constant.withUnsafePointer { unsafe body(factor, $0) }
    }
  }
}

/// What came behind a normalisation in the same pass, as its gradient has to know it.
package enum NormalizationEnd: Sendable {
  /// Nothing.
  case plain
  /// A rectifier.
  case rectified
  /// A sum with a shortcut and a rectifier, which gave `output`.
  case shortcut(output: Tensor)

  fileprivate var isRectified: Bool {
    if case .rectified = self { true } else { false }
  }
}

/// The gradients of a normalisation by all that it depends on.
package struct NormalizationGradients: Sendable {
  /// By the input.
  package let input: Tensor
  /// By the scale, `[C]`.
  package let scale: Tensor
  /// By the shift, `[C]`.
  package let shift: Tensor
  /// By what was added in ``NormalizationEnd/shortcut(output:)``.
  package let addend: Tensor?
}

/// Batch normalisation over all axes but the last.
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

  /// Each channel scaled, plus `addend`; 0 where negative if `rectified`.
  ///
  /// The result takes the place of `input` or of `addend` where nobody else has it.
  package static func scaled(
    _ input: consuming Tensor, by scaling: ChannelScaling, adding addend: consuming Tensor? = nil,
    rectified: Bool
  ) -> Tensor {
    precondition(
      scaling.factor.shape == [input.lastExtent], "a scaling has one element a channel")
    guard var addend = consume addend else {
      return unsafe transforming(consume input) { shape, x, y in
        unsafe scale(shape, x, by: scaling, adding: nil, rectified: rectified, y)
      }
    }
    precondition(addend.shape == input.shape, "not the output's shape")
    if addend.isUnshared() {
      return unsafe transforming(consume addend) { shape, addend, y in
        unsafe input.withUnsafePointer {
          unsafe scale(shape, $0, by: scaling, adding: addend, rectified: rectified, y)
        }
      }
    }
    return unsafe transforming(consume input) { shape, x, y in
      unsafe addend.withUnsafePointer {
        unsafe scale(shape, x, by: scaling, adding: $0, rectified: rectified, y)
      }
    }
  }

  private static func scale(
    _ shape: Shape, _ x: UnsafePointer<Float>, by scaling: ChannelScaling,
    adding addend: UnsafePointer<Float>?, rectified: Bool, _ y: UnsafeMutablePointer<Float>
  ) {
    unsafe scaling.withUnsafePointers { factor, constant in
      unsafe KernelSet.current.scaleAndShift(
        shape.rowCount, shape.lastExtent, x, scale: factor, shift: constant, addend: addend,
        rectified: rectified, y)
    }
  }

  /// The gradients of normalisation by the batch's own statistics.
  ///
  /// With n rows, g the gradient (0 where a rectifier gave 0) and x̂ = (x − mean) / σ: by the shift Σg, by the
  /// scale Σg·x̂, by the input scale / σ · (g − Σg / n − x̂ · Σ(g·x̂) / n).
  ///
  /// A result takes the place of `outputGradient` where nobody else has it.
  ///
  /// - Parameters:
  ///   - outputGradient: The gradient by the output.
  ///   - input: What was normalised.
  ///   - mean: The batch's, `[C]`.
  ///   - variance: The batch's, biased, `[C]`.
  ///   - scaling: How the input was scaled.
  ///   - epsilon: What was added to the variance.
  ///   - end: What came behind the normalisation.
  package static func batchNormalizationGradient(
    _ outputGradient: consuming Tensor, input: Tensor, mean: Tensor, variance: Tensor,
    scaling: ChannelScaling, epsilon: Float, end: NormalizationEnd
  ) -> NormalizationGradients {
    precondition(outputGradient.shape == input.shape, "not the output's shape")
    let columns = input.lastExtent
    for tensor in [mean, variance, scaling.factor] {
      precondition(tensor.shape == [columns], "statistics have one element a channel")
    }
    let (gradient, sums, products) = maskedSums(
      consume outputGradient, input: input, mean: mean, scaling: scaling, end: end)
    var scaleGradient = Tensor(uninitialized: [columns])
    var inputFactor = Tensor(uninitialized: [columns])
    var constant = Tensor(uninitialized: [columns])
    let count = Double(max(input.rowCount, 1))
    for c in 0..<columns {
      let inverse = 1 / (Double(variance[c]) + Double(epsilon)).squareRoot()
      let factor = Double(scaling.factor[c])
      let byInput = -factor * Double(products[c]) * inverse * inverse / count
      inputFactor[c] = Float(byInput)
      constant[c] = Float(-factor * Double(sums[c]) / count - byInput * Double(mean[c]))
      scaleGradient[c] = Float(Double(products[c]) * inverse)
    }
    var addendGradient: Tensor?
    if case .shortcut = end { addendGradient = gradient }
    let inputGradient = unsafe transforming(consume gradient) { shape, gradient, y in
      unsafe input.withUnsafePointer { x in
        unsafe scaling.withUnsafePointers { scale, shift in
          unsafe inputFactor.withUnsafePointer { inputFactor in
            unsafe constant.withUnsafePointer {
              unsafe KernelSet.current.normalizationGradient(
                shape.rowCount, columns, gradient: gradient, input: x, scale: scale,
                inputFactor: inputFactor, constant: $0,
                rectifierShift: end.isRectified ? shift : nil, y)
            }
          }
        }
      }
    }
    return NormalizationGradients(
      input: inputGradient, scale: scaleGradient, shift: sums, addend: addendGradient)
  }

  /// The gradient, masked if there was a shortcut, and for each channel Σ g and Σ g · (x − mean).
  private static func maskedSums(
    _ gradient: consuming Tensor, input: Tensor, mean: Tensor, scaling: ChannelScaling,
    end: NormalizationEnd
  ) -> (gradient: Tensor, sums: Tensor, products: Tensor) {
    let (rows, columns) = (input.rowCount, input.lastExtent)
    var sums = Tensor(uninitialized: [columns])
    var products = Tensor(uninitialized: [columns])
    unsafe sums.withUnsafeMutablePointer { sums in
      unsafe products.withUnsafeMutablePointer { products in
        unsafe mean.withUnsafePointer { mean in
          unsafe input.withUnsafePointer { x in
            if case .shortcut(let output) = end {
              precondition(output.shape == input.shape, "not the output's shape")
              gradient = unsafe transforming(gradient) { _, gradient, masked in
                unsafe output.withUnsafePointer {
                  unsafe KernelSet.current.maskedGradientSums(
                    rows, columns, gradient: gradient, input: x, output: $0, mean: mean,
                    masked: masked, sums: sums, products: products)
                }
              }
            } else {
              unsafe scaling.withUnsafePointers { scale, shift in
                unsafe gradient.withUnsafePointer {
                  unsafe KernelSet.current.normalizationGradientSums(
                    rows, columns, gradient: $0, input: x,
                    rectifier: end.isRectified ? (scale, shift) : nil, mean: mean, sums: sums,
                    products: products)
                }
              }
            }
          }
        }
      }
    }
    return (gradient, sums, products)
  }
}

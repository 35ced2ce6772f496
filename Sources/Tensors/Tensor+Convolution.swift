import Kernels

extension Tensor {
  /// The convolution of a batch of pictures.
  ///
  /// - Parameters:
  ///   - weight: `[KH, KW, C_in, C_out]`.
  ///   - bias: `[C_out]`.
  ///   - stride: Input pixels from one window to the next.
  ///   - padding: Rows and columns of zeros around the input.
  /// - Returns: `[N, H_out, W_out, C_out]` for `self` `[N, H, W, C_in]`.
  package func convolved(
    with weight: Tensor, bias: Tensor? = nil, stride: Int, padding: Int
  ) -> Tensor {
    let geometry = ConvolutionGeometry(
      input: shape, weight: weight.shape, stride: stride, padding: padding)
    precondition(
      bias == nil || bias?.shape == [geometry.outputChannels], "a bias has one element a channel")
    var output = Tensor(uninitialized: geometry.outputShape)
    unsafe output.withUnsafeMutablePointer { output in
      unsafe withUnsafePointer { input in
        unsafe weight.withUnsafePointer { weight in
          let kernels = KernelSet.current
          if let bias {
            unsafe bias.withUnsafePointer {
              unsafe kernels.convolve(
                geometry, input: input, weight: weight, bias: $0, output: output)
            }
          } else {
            unsafe kernels.convolve(
              geometry, input: input, weight: weight, bias: nil, output: output)
          }
        }
      }
    }
    return output
  }

  /// The gradient of ``convolved(with:bias:stride:padding:)`` by its input.
  package static func convolutionInputGradient(
    _ outputGradient: Tensor, weight: Tensor, inputShape: Shape, stride: Int, padding: Int
  ) -> Tensor {
    let geometry = ConvolutionGeometry(
      input: inputShape, weight: weight.shape, stride: stride, padding: padding)
    precondition(outputGradient.shape == geometry.outputShape, "not the output's shape")
    var inputGradient = Tensor(uninitialized: inputShape)
    unsafe inputGradient.withUnsafeMutablePointer { inputGradient in
      unsafe outputGradient.withUnsafePointer { outputGradient in
        unsafe weight.withUnsafePointer {
          unsafe KernelSet.current.convolutionInputGradient(
            geometry, outputGradient: outputGradient, weight: $0, inputGradient: inputGradient)
        }
      }
    }
    return inputGradient
  }

  /// The gradient of ``convolved(with:bias:stride:padding:)`` by its weight.
  package static func convolutionWeightGradient(
    input: Tensor, outputGradient: Tensor, weightShape: Shape, stride: Int, padding: Int
  ) -> Tensor {
    let geometry = ConvolutionGeometry(
      input: input.shape, weight: weightShape, stride: stride, padding: padding)
    precondition(outputGradient.shape == geometry.outputShape, "not the output's shape")
    var weightGradient = Tensor(uninitialized: weightShape)
    unsafe weightGradient.withUnsafeMutablePointer { weightGradient in
      unsafe outputGradient.withUnsafePointer { outputGradient in
        unsafe input.withUnsafePointer {
          unsafe KernelSet.current.convolutionWeightGradient(
            geometry, input: $0, outputGradient: outputGradient, weightGradient: weightGradient)
        }
      }
    }
    return weightGradient
  }
}

extension ConvolutionGeometry {
  /// The geometry that an input `[N, H, W, C_in]` and a weight `[KH, KW, C_in, C_out]` make.
  init(input: Shape, weight: Shape, stride: Int, padding: Int) {
    precondition(input.rank == 4 && weight.rank == 4, "pictures and weights have rank 4")
    precondition(input[3] == weight[2], "\(weight) does not take pictures \(input)")
    self.init(
      batch: input[0], inputHeight: input[1], inputWidth: input[2], inputChannels: input[3],
      outputChannels: weight[3], kernelHeight: weight[0], kernelWidth: weight[1], stride: stride,
      padding: padding)
  }

  /// `[N, H_out, W_out, C_out]`.
  var outputShape: Shape { [batch, outputHeight, outputWidth, outputChannels] }
}

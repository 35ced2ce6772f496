import Kernels

extension Subject {
  /// The convolutions of ResNet-18 and ResNet-50, forward and both ways backward.
  static let convolutions: [Subject] = [1, 8].flatMap { batch in
    let shapes = ResNetConvolution.resNet18
    let others = ResNetConvolution.resNet50.filter { !shapes.contains($0) }
    return (shapes + others).flatMap { shape in
      ConvolutionDirection.allCases.map { convolution($0, shape, batch: batch) }
    }
  }

  private static func convolution(
    _ direction: ConvolutionDirection, _ shape: ResNetConvolution, batch: Int
  ) -> Subject {
    let geometry = shape.geometry(batch: batch)
    let inputCount = geometry.batch * shape.extent * shape.extent * shape.inputChannels
    let outputCount = geometry.outputPixels * shape.outputChannels
    let weightCount = geometry.taps * shape.inputChannels * shape.outputChannels
    let networks = [
      ResNetConvolution.resNet18.contains(shape) ? " resnet18" : "",
      ResNetConvolution.resNet50.contains(shape) ? " resnet50" : "",
    ].joined()
    return Subject(
      name: direction.rawValue,
      problem: "\(shape.extent)x\(shape.extent)x\(shape.inputChannels) to "
        + "\(shape.outputChannels) window \(shape.window) stride \(shape.stride) "
        + "batch \(batch)\(networks)",
      work: direction.work(
        operations: geometry.operations, inputs: inputCount, outputs: outputCount,
        weights: weightCount),
      unit: .gigaflops, needsFilter: batch > 1
    ) { kernels in
      let input = FloatBuffer(inputCount)
      let weight = FloatBuffer(weightCount, stream: 1)
      let output = FloatBuffer(outputCount, stream: 2)
      let bias = FloatBuffer(shape.outputChannels, stream: 3)
      switch direction {
      case .forward:
        // As in inference, where weights are put in order once.
        let packed = FloatBuffer(kernels.packedConvolutionWeightCount(geometry), repeating: 0)
        unsafe kernels.packConvolutionWeights(
          geometry, weight: weight.readOnly, into: packed.pointer)
        return {
          unsafe kernels.convolve(
            geometry, input: input.readOnly, packedWeight: packed.readOnly,
            bias: bias.readOnly, output: output.pointer)
        }
      case .backwardByData:
        return {
          unsafe kernels.convolutionInputGradient(
            geometry, outputGradient: output.readOnly, weight: weight.readOnly,
            inputGradient: input.pointer)
        }
      case .backwardByWeights:
        return {
          unsafe kernels.convolutionWeightGradient(
            geometry, input: input.readOnly, outputGradient: output.readOnly,
            weightGradient: weight.pointer)
        }
      }
    }
  }
}

/// A convolution and its two gradients.
private enum ConvolutionDirection: String, CaseIterable {
  case forward = "conv_forward"
  case backwardByData = "conv_backward_data"
  case backwardByWeights = "conv_backward_weights"

  /// What must be done, of three arrays two being read and one written.
  func work(operations: Int, inputs: Int, outputs: Int, weights: Int) -> Work {
    let written =
      switch self {
      case .forward: outputs
      case .backwardByData: inputs
      case .backwardByWeights: weights
      }
    return Work(
      operations: operations, read: inputs + outputs + weights - written, written: written)
  }
}

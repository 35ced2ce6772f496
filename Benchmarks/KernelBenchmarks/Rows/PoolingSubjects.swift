import Kernels

extension Subject {
  /// Poolings of the networks, eight pictures: 3 × 3 windows with stride 2, and whole pictures.
  static let poolings: [Subject] =
    windowPoolings(
      PoolingGeometry(
        batch: 8, inputHeight: 112, inputWidth: 112, channels: 64, window: 3, stride: 2,
        padding: 1))
    + globalPoolings(batch: 8, pixels: 49, channels: 2048)
    + [1, 8].map(pooledConvolution)

  private static func windowPoolings(_ geometry: PoolingGeometry) -> [Subject] {
    let inputCount = geometry.batch * geometry.inputHeight * geometry.inputWidth * geometry.channels
    let outputCount =
      geometry.batch * geometry.outputHeight * geometry.outputWidth * geometry.channels
    let operations = geometry.window * geometry.window * outputCount
    func subject(
      _ name: String, _ work: Work,
      _ prepare: @escaping @Sendable (KernelSet) -> () -> Void
    ) -> Subject {
      Subject(
        name: name,
        problem: "\(geometry.inputHeight)x\(geometry.inputWidth)x\(geometry.channels) "
          + "window \(geometry.window) stride \(geometry.stride) batch \(geometry.batch)",
        work: work, unit: .gigabytes, prepare: prepare)
    }
    return [
      subject(
        "max_pool", Work(read: inputCount, written: outputCount, bytesWritten: outputCount)
      ) { kernels in
        let (input, output) = (FloatBuffer(inputCount), FloatBuffer(outputCount, repeating: 0))
        let selection = ByteBuffer(outputCount)
        return {
          unsafe kernels.poolMaximum(
            geometry, input: input.readOnly, output: output.pointer, selection: selection.pointer)
        }
      },
      subject(
        "max_pool_gradient",
        Work(
          operations: outputCount, read: outputCount, written: inputCount,
          bytesRead: outputCount)
      ) { kernels in
        let (input, output) = (FloatBuffer(inputCount), FloatBuffer(outputCount, stream: 1))
        let selection = ByteBuffer(outputCount)
        // The selections must be ones that a forward pass makes.
        unsafe kernels.poolMaximum(
          geometry, input: input.readOnly, output: output.pointer, selection: selection.pointer)
        return {
          unsafe kernels.maximumPoolingGradient(
            geometry, outputGradient: output.readOnly, selection: UnsafePointer(selection.pointer),
            inputGradient: input.pointer)
        }
      },
      subject(
        "average_pool", Work(operations: operations, read: inputCount, written: outputCount)
      ) { kernels in
        let (input, output) = (FloatBuffer(inputCount), FloatBuffer(outputCount, repeating: 0))
        return {
          unsafe kernels.poolAverage(geometry, input: input.readOnly, output: output.pointer)
        }
      },
      subject(
        "average_pool_gradient",
        Work(operations: operations, read: outputCount, written: inputCount)
      ) { kernels in
        let (input, output) = (FloatBuffer(inputCount), FloatBuffer(outputCount, stream: 1))
        return {
          unsafe kernels.averagePoolingGradient(
            geometry, outputGradient: output.readOnly, inputGradient: input.pointer)
        }
      },
    ]
  }

  /// How ResNets begin: a convolution of pictures that have their border in memory, rectified and pooled.
  private static func pooledConvolution(batch: Int) -> Subject {
    let convolution = ConvolutionGeometry(
      batch: batch, inputHeight: 230, inputWidth: 230, inputChannels: 3, outputChannels: 64,
      kernelHeight: 7, kernelWidth: 7, stride: 2, padding: 0)
    let pooling = PoolingGeometry(
      batch: batch, inputHeight: 112, inputWidth: 112, channels: 64, window: 3, stride: 2,
      padding: 1)
    let inputCount = batch * 230 * 230 * 3
    let outputCount = batch * 56 * 56 * 64
    let weightCount = 7 * 7 * 3 * 64
    return Subject(
      name: "conv_max_pool",
      problem: "230x230x3 to 64 window 7 stride 2 window 3 stride 2 batch \(batch)",
      work: Work(
        operations: convolution.operations, read: inputCount + weightCount, written: outputCount),
      unit: .gigaflops, needsFilter: batch > 1
    ) { kernels in
      let (input, output) = (FloatBuffer(inputCount), FloatBuffer(outputCount, repeating: 0))
      let (weight, bias) = (FloatBuffer(weightCount, stream: 1), FloatBuffer(64, stream: 2))
      let packed = FloatBuffer(kernels.packedConvolutionWeightCount(convolution), repeating: 0)
      unsafe kernels.packConvolutionWeights(
        convolution, weight: weight.readOnly, into: packed.pointer)
      return {
        unsafe kernels.convolveAndPool(
          convolution, pooling, input: input.readOnly, packedWeight: packed.readOnly,
          bias: bias.readOnly, rectified: true, output: output.pointer)
      }
    }
  }

  private static func globalPoolings(batch: Int, pixels: Int, channels: Int) -> [Subject] {
    let inputCount = batch * pixels * channels
    let outputCount = batch * channels
    func subject(
      _ name: String, _ work: Work, _ prepare: @escaping @Sendable (KernelSet) -> () -> Void
    ) -> Subject {
      Subject(
        name: name, problem: "pixels=\(pixels) channels=\(channels) batch \(batch)",
        work: work, unit: .gigabytes, prepare: prepare)
    }
    return [
      subject(
        "global_average_pool",
        Work(operations: inputCount, read: inputCount, written: outputCount)
      ) { kernels in
        let (input, output) = (FloatBuffer(inputCount), FloatBuffer(outputCount, repeating: 0))
        return {
          unsafe kernels.poolGlobalAverage(
            batch: batch, pixels: pixels, channels: channels, input: input.readOnly,
            output: output.pointer)
        }
      },
      subject(
        "global_average_pool_gradient",
        Work(operations: outputCount, read: outputCount, written: inputCount)
      ) { kernels in
        let (input, output) = (FloatBuffer(inputCount), FloatBuffer(outputCount, stream: 1))
        return {
          unsafe kernels.globalAveragePoolingGradient(
            batch: batch, pixels: pixels, channels: channels, outputGradient: output.readOnly,
            inputGradient: input.pointer)
        }
      },
    ]
  }
}

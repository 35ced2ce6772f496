import CPUFeatures
import Kernels
import TestSupport
import Testing

/// A convolution that is pooled line by line, against one that is whole in memory before it is pooled.
@Suite(.serialized) struct PooledConvolutionTests {
  /// Two operations that follow each other, with their arrays.
  struct Problem: CustomStringConvertible {
    let convolution: ConvolutionGeometry
    let pooling: PoolingGeometry
    let input: [Float]
    let weight: [Float]
    let bias: [Float]?
    let isRectified: Bool

    init(_ random: inout SeededRandom) {
      let window = random.element(of: [1, 2, 3, 3, 5, 7])
      let stride = random.element(of: [1, 2, 2, 3])
      let pooled = random.integer(in: 1...4)
      let padding = random.integer(in: 0...pooled / 2)
      // So many outputs that the pooling's window fits, and a line of up to three tiles.
      let least = max(1, pooled - 2 * padding)
      let height = random.integer(in: least...least + 16)
      let width = random.integer(in: least...least + 24)
      convolution = ConvolutionGeometry(
        batch: random.element(of: [1, 1, 2, 3]), inputHeight: (height - 1) * stride + window,
        inputWidth: (width - 1) * stride + window + random.integer(in: 0...stride - 1),
        inputChannels: random.element(of: [1, 3, 4, 17]),
        outputChannels: random.element(of: [1, 8, 16, 33, 64]), kernelHeight: window,
        kernelWidth: window, stride: stride, padding: 0)
      let g = convolution
      pooling = PoolingGeometry(
        batch: g.batch, inputHeight: g.outputHeight, inputWidth: g.outputWidth,
        channels: g.outputChannels, window: pooled, stride: random.integer(in: 1...4),
        padding: padding)
      input = random.uniforms(g.batch * g.inputHeight * g.inputWidth * g.inputChannels)
      weight = random.uniforms(g.taps * g.inputChannels * g.outputChannels)
      let biases = random.uniforms(g.outputChannels)
      bias = random.element(of: [true, false]) ? biases : nil
      isRectified = random.element(of: [true, false])
    }

    var description: String { "\(convolution), \(pooling), rectified: \(isRectified)" }

    /// What `kernels` make of it in one step and in two.
    func outcomes(_ kernels: KernelSet, input: [Float]) -> (inOne: [Float], inTwo: [Float]) {
      let (g, p) = (convolution, pooling)
      var packed = [Float](repeating: .nan, count: kernels.packedConvolutionWeightCount(g))
      kernels.packConvolutionWeights(g, weight: weight, into: &packed)
      let count = p.batch * p.outputHeight * p.outputWidth * p.channels
      var whole = [Float](repeating: .nan, count: g.outputPixels * g.outputChannels)
      var inTwo = [Float](repeating: .nan, count: count)
      var inOne = guarded(count)
      withBias { bias in
        kernels.convolve(
          g, input: input, packedWeight: packed, bias: bias, rectified: isRectified,
          output: &whole)
        kernels.poolMaximum(p, input: whole, output: &inTwo)
        kernels.convolveAndPool(
          g, p, input: input, packedWeight: packed, bias: bias, rectified: isRectified,
          output: &inOne)
      }
      return (unguarded(inOne, count), inTwo)
    }

    private func withBias(_ body: (UnsafePointer<Float>?) -> Void) {
      if let bias { bias.withUnsafeBufferPointer { body($0.baseAddress) } } else { body(nil) }
    }
  }

  @Test(arguments: 0..<4)
  func givesTheSameNumbersAsOneAfterTheOther(_ part: Int) {
    let seed = UInt64(7100 + part)
    var random = SeededRandom(seed)
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    for number in 0..<60 {
      let problem = Problem(&random)
      let kernels = KernelSet.all[number % KernelSet.all.count]
      guard kernels.convolvesLines(problem.convolution) else { continue }
      for threads in 1...3 {
        Parallel.threadCount = threads
        let (inOne, inTwo) = problem.outcomes(kernels, input: problem.input)
        #expect(
          inOne == inTwo, "seed \(seed), number \(number), \(kernels.level), \(problem)")
      }
    }
  }

  @Test(arguments: KernelSet.all.map(\.level))
  func whatIsNotANumberIsSeen(_ level: InstructionSetLevel) throws {
    let kernels = try #require(KernelSet.all.first { $0.level == level })
    var random = SeededRandom(7200)
    for _ in 0..<20 {
      let problem = Problem(&random)
      guard kernels.convolvesLines(problem.convolution) else { continue }
      var input = problem.input
      input[random.integer(in: 0...input.count - 1)] = .nan
      let (inOne, inTwo) = problem.outcomes(kernels, input: input)
      #expect(inOne.map(\.isNaN) == inTwo.map(\.isNaN), "\(problem)")
    }
  }
}

import Kernels
import TestSupport
import Testing

/// Whole convolutions by Winograd's schemes against the direct sum in double precision.
@Suite struct WinogradTests {
  private enum Direction: CaseIterable { case forward, inputGradient, weightGradient }

  /// A convolution of random extents, often ones that squares and tiles divide, and often not.
  private static func geometry(
    stride: Int, _ random: inout SeededRandom
  ) -> ConvolutionGeometry {
    let padding = random.integer(in: 0...2)
    let least = max(1, 3 - 2 * padding)
    return ConvolutionGeometry(
      batch: random.integer(in: 1...3), inputHeight: random.integer(in: least...15 * stride),
      inputWidth: random.integer(in: least...15 * stride),
      inputChannels: random.element(of: [1, 2, 3, 7, 16, 17, 31, 32, 33, 48, 64]),
      outputChannels: random.element(of: [1, 3, 8, 15, 16, 17, 32, 33, 64, 65]), kernelHeight: 3,
      kernelWidth: 3, stride: stride, padding: padding)
  }

  /// Squares of six need 64 numbers for nine weights and have to be worth them.
  ///
  /// In the last two stages of ResNet-50 on a photograph of 500 × 375 they save too little time; and where
  /// squares of three save memory, a picture alone waits less for them than for those of four.
  @Test(arguments: [
    (22, 30, 256, 36), (11, 15, 512, 25), (44, 59, 128, 64), (14, 14, 256, 25),
    (28, 28, 128, 36),
  ])
  func largeWeightsAreWorthTheirMemory(
    _ height: Int, _ width: Int, _ channels: Int, _ positions: Int
  ) {
    for batch in [1, 8] {
      let g = ConvolutionGeometry(
        batch: batch, inputHeight: height, inputWidth: width, inputChannels: channels,
        outputChannels: channels, kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1)
      #expect(
        KernelSet.current.packedConvolutionWeightCount(g) == positions * channels * channels)
    }
  }

  /// By stride 2 the last stage's weights would not stay in a cache, and a picture alone would wait for the
  /// largest of the stage before.
  @Test(arguments: [
    (56, 64, 128, 81), (56, 128, 128, 81), (28, 128, 256, 36), (28, 256, 256, 36),
    (14, 256, 512, 9), (14, 512, 512, 9),
  ])
  func stridedWeightsStayInCaches(
    _ extent: Int, _ inputs: Int, _ outputs: Int, _ positions: Int
  ) {
    for batch in [1, 8] {
      let g = ConvolutionGeometry(
        batch: batch, inputHeight: extent, inputWidth: extent, inputChannels: inputs,
        outputChannels: outputs, kernelHeight: 3, kernelWidth: 3, stride: 2, padding: 1)
      #expect(KernelSet.current.packedConvolutionWeightCount(g) == positions * inputs * outputs)
    }
  }

  @Test(arguments: [(2, 1), (3, 1), (4, 1), (6, 1), (4, 2), (7, 2)], 0..<24)
  func agreesWithDirectSums(_ scheme: (outputs: Int, stride: Int), _ number: Int) {
    let (outputs, stride) = scheme
    var random = SeededRandom(UInt64(1000 * stride + 100 * outputs + number - 1000))
    let g = Self.geometry(stride: stride, &random)
    let inputs = random.uniforms(g.batch * g.inputHeight * g.inputWidth * g.inputChannels)
    let weights = random.uniforms(9 * g.inputChannels * g.outputChannels)
    let gradients = random.uniforms(g.outputPixels * g.outputChannels)
    let bias = random.uniforms(g.outputChannels)
    let direct = DirectConvolution(g, inputs, weights, gradients)
    // Every number is at most 1, so a sum's terms are as many as its size. What the transforms magnify
    // comes on top: at most the product of their rows' absolute sums, in practice a tenth of it.
    let magnification = outputs == 2 ? 4.0 : outputs < 6 ? 30.0 / Double(stride) : 100.0
    func check(_ actual: [Float], _ expected: [Double], terms: Int, _ what: String) {
      let tolerance = magnification * epsilon * Double(terms).squareRoot() * 9
      for index in expected.indices {
        let error = abs(Double(actual[index]) - expected[index])
        if !(error <= tolerance) {
          Issue.record(
            "\(what) of \(g), m \(outputs): \(actual[index]), not \(expected[index])")
          return
        }
      }
    }
    for var kernels in KernelSet.all {
      kernels.convolutionMethod = .winograd(outputs: outputs)
      var output = [Float](repeating: .nan, count: gradients.count)
      kernels.convolve(g, input: inputs, weight: weights, bias: bias, output: &output)
      let expected = direct.output.enumerated().map {
        $0.element + Double(bias[$0.offset % g.outputChannels])
      }
      check(output, expected, terms: 9 * g.inputChannels + 1, "\(kernels.level), output")
      var inputGradient = [Float](repeating: .nan, count: inputs.count)
      kernels.convolutionInputGradient(
        g, outputGradient: gradients, weight: weights, inputGradient: &inputGradient)
      check(
        inputGradient, direct.inputGradient, terms: 9 * g.outputChannels,
        "\(kernels.level), gradient by the input")
      var weightGradient = [Float](repeating: .nan, count: weights.count)
      kernels.convolutionWeightGradient(
        g, input: inputs, outputGradient: gradients, weightGradient: &weightGradient)
      check(
        weightGradient, direct.weightGradient, terms: g.outputPixels,
        "\(kernels.level), gradient by the weights")
    }
  }

  @Test(arguments: [1, 2]) func choiceDependsOnTheShapeAlone(_ stride: Int) {
    // The same bits on every set that fuses, which a choice by the machine would break.
    let g = ConvolutionGeometry(
      batch: 2, inputHeight: 14 * stride, inputWidth: 14 * stride, inputChannels: 64,
      outputChannels: 64, kernelHeight: 3, kernelWidth: 3, stride: stride, padding: 1)
    var random = SeededRandom(5)
    let input = random.uniforms(2 * g.inputHeight * g.inputWidth * 64)
    let weight = random.uniforms(9 * 64 * 64)
    let outputs = KernelSet.all.filter(\.hasFusedBits).map { kernels in
      var output = [Float](repeating: .nan, count: g.outputPixels * 64)
      kernels.convolve(g, input: input, weight: weight, bias: nil, output: &output)
      return output
    }
    for output in outputs { #expect(output == outputs[0]) }
    #expect(KernelSet.current.convolutionPacking(g) > 0)
  }

  @Test func directMethodIsTheDirectSum() {
    let g = ConvolutionGeometry(
      batch: 1, inputHeight: 12, inputWidth: 12, inputChannels: 32, outputChannels: 32,
      kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1)
    var random = SeededRandom(6)
    let input = random.uniforms(12 * 12 * 32)
    let weight = random.uniforms(9 * 32 * 32)
    let expected = DirectConvolution(g, input, weight, input).output
    for var kernels in KernelSet.all {
      kernels.convolutionMethod = .direct
      var output = [Float](repeating: .nan, count: input.count)
      kernels.convolve(g, input: input, weight: weight, bias: nil, output: &output)
      // One chain of 288 products of numbers up to 1.
      #expect(zip(output, expected).allSatisfy { abs(Double($0) - $1) <= 289 * epsilon * 288 })
    }
  }
}

/// A 3 × 3 convolution and its gradients as the sums they are, in double precision.
private struct DirectConvolution {
  var output: [Double]
  var inputGradient: [Double]
  var weightGradient: [Double]

  init(
    _ g: ConvolutionGeometry, _ input: [Float], _ weight: [Float], _ gradient: [Float]
  ) {
    output = [Double](repeating: 0, count: g.outputPixels * g.outputChannels)
    inputGradient = [Double](repeating: 0, count: input.count)
    weightGradient = [Double](repeating: 0, count: weight.count)
    for pixel in 0..<g.outputPixels {
      let (line, x) = pixel.quotientAndRemainder(dividingBy: g.outputWidth)
      let (picture, y) = line.quotientAndRemainder(dividingBy: g.outputHeight)
      for tap in 0..<9 {
        let (sourceY, sourceX) = (
          y * g.stride + tap / 3 - g.padding, x * g.stride + tap % 3 - g.padding
        )
        guard (0..<g.inputHeight).contains(sourceY), (0..<g.inputWidth).contains(sourceX) else {
          continue
        }
        let source =
          ((picture * g.inputHeight + sourceY) * g.inputWidth + sourceX) * g.inputChannels
        for i in 0..<g.inputChannels {
          let first = (tap * g.inputChannels + i) * g.outputChannels
          for o in 0..<g.outputChannels {
            let (a, w, d) = (
              Double(input[source + i]), Double(weight[first + o]),
              Double(gradient[pixel * g.outputChannels + o])
            )
            output[pixel * g.outputChannels + o] += a * w
            inputGradient[source + i] += d * w
            weightGradient[first + o] += a * d
          }
        }
      }
    }
  }
}

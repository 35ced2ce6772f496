import Kernels
import TestSupport
import Testing

/// Gradients of 1 × 1 convolutions over many pixels, against sums in double precision.
@Suite struct PointwiseWeightGradientTests {
  @Test(arguments: [(1, 1), (5, 7), (16, 32), (33, 19), (64, 65)])
  func agreesWithDoublePrecision(_ inputChannels: Int, _ outputChannels: Int) {
    let g = ConvolutionGeometry(
      batch: 2, inputHeight: 97, inputWidth: 89, inputChannels: inputChannels,
      outputChannels: outputChannels, kernelHeight: 1, kernelWidth: 1, stride: 1, padding: 0)
    var random = SeededRandom(UInt64(inputChannels))
    let input = random.uniforms(g.outputPixels * inputChannels)
    let gradient = random.uniforms(g.outputPixels * outputChannels)
    var expected = [Double](repeating: 0, count: inputChannels * outputChannels)
    var sizes = expected
    for pixel in 0..<g.outputPixels {
      for i in 0..<inputChannels {
        let x = Double(input[pixel * inputChannels + i])
        for o in 0..<outputChannels {
          let product = x * Double(gradient[pixel * outputChannels + o])
          expected[i * outputChannels + o] += product
          sizes[i * outputChannels + o] += abs(product)
        }
      }
    }
    for kernels in KernelSet.all {
      var actual = [Float](repeating: .nan, count: expected.count)
      kernels.convolutionWeightGradient(
        g, input: input, outputGradient: gradient, weightGradient: &actual)
      for index in expected.indices {
        // A random walk of rounding errors, far below the bound of (k + 1) · ε.
        let tolerance = Double(g.outputPixels).squareRoot() * epsilon * sizes[index]
        #expect(abs(Double(actual[index]) - expected[index]) <= tolerance, "\(kernels.level)")
      }
    }
  }
}

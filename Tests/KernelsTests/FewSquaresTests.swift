import Kernels
import TestSupport
import Testing

/// Convolutions of few squares, whose weights are transformed on the way, beside those of many.
@Suite struct FewSquaresTests {
  /// Enough channels for the weights to be large, and not multiples of a vector.
  private static func geometry(
    batch: Int, _ height: Int, _ width: Int, padding: Int
  ) -> ConvolutionGeometry {
    ConvolutionGeometry(
      batch: batch, inputHeight: height, inputWidth: width, inputChannels: 190,
      outputChannels: 200, kernelHeight: 3, kernelWidth: 3, stride: 1, padding: padding)
  }

  @Test func lastLayersOfAResNetKeepTheirWeightsAsTheyAre() {
    let g = ConvolutionGeometry(
      batch: 1, inputHeight: 7, inputWidth: 7, inputChannels: 512, outputChannels: 512,
      kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1)
    #expect(KernelSet.current.convolutionPacking(g) == -4)
    #expect(KernelSet.current.packedConvolutionWeightCount(g) == 9 * 512 * 512)
  }

  @Test(arguments: [(7, 7, 1, 1), (8, 5, 1, 1), (4, 6, 1, 1), (3, 2, 1, 2), (10, 9, 0, 1)])
  func aPictureAloneHasTheBitsItHasAmongOthers(
    _ height: Int, _ width: Int, _ padding: Int, _ few: Int
  ) {
    let many = Self.geometry(batch: 9, height, width, padding: padding)
    let alone = Self.geometry(batch: few, height, width, padding: padding)
    var random = SeededRandom(UInt64(height * 100 + width))
    let input = random.uniforms(9 * height * width * 190)
    let weight = random.uniforms(9 * 190 * 200)
    let bias = random.uniforms(200)
    let residual = random.uniforms(many.outputPixels * 200)
    for var kernels in KernelSet.all {
      kernels.convolutionMethod = .winograd(outputs: 4)
      #expect(kernels.convolutionPacking(many) == 4 && kernels.convolutionPacking(alone) == -4)
      func convolved(_ g: ConvolutionGeometry, from first: Int) -> [Float] {
        let outputs = first * many.outputPixels / 9 * 200
        var output = [Float](repeating: .nan, count: g.outputPixels * 200)
        kernels.convolve(
          g, input: Array(input[(first * height * width * 190)...]), weight: weight, bias: bias,
          residual: Array(residual[outputs..<outputs + output.count]), rectified: true,
          output: &output)
        return output
      }
      let together = convolved(many, from: 0)
      let last = 9 - few
      #expect(convolved(alone, from: last) == together.suffix(alone.outputPixels * 200))
    }
  }
}

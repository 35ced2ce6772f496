import Kernels
import TestSupport
import Testing

/// What is added to a convolution may lie where its result goes.
@Suite struct InPlaceResidualTests {
  static let geometries = [
    geometry(window: 1, stride: 1, height: 11, width: 13, from: 37, to: 71),
    geometry(window: 1, stride: 2, height: 9, width: 7, from: 64, to: 256),
    geometry(window: 5, stride: 1, height: 6, width: 10, from: 3, to: 33),
    geometry(window: 3, stride: 1, height: 13, width: 11, from: 64, to: 65),
    geometry(window: 3, stride: 1, height: 30, width: 26, from: 32, to: 48),
    geometry(window: 3, stride: 2, height: 15, width: 18, from: 32, to: 40),
    // Few squares and many weights.
    geometry(window: 3, stride: 1, height: 7, width: 7, from: 512, to: 512),
    // Lines of the stem.
    geometry(window: 7, stride: 2, height: 37, width: 41, from: 3, to: 64, padding: 0),
  ]

  private static func geometry(
    window: Int, stride: Int, height: Int, width: Int, from inputs: Int, to outputs: Int,
    padding: Int? = nil
  ) -> ConvolutionGeometry {
    ConvolutionGeometry(
      batch: 1, inputHeight: height, inputWidth: width, inputChannels: inputs,
      outputChannels: outputs, kernelHeight: window, kernelWidth: window, stride: stride,
      padding: padding ?? window / 2)
  }

  @Test func allOrdersOfWeightsAreThere() {
    let orders = Set(Self.geometries.map(KernelSet.current.convolutionPacking))
    // The direct sum, squares of 4 × 4 that are few, the stem's groups of 5 lines, and other squares.
    #expect(orders.isSuperset(of: [0, -4, 5]) && orders.count >= 4, "\(orders)")
  }

  @Test(arguments: KernelSet.all, geometries)
  func giveTheBitsOfOneThatLiesApart(_ kernels: KernelSet, _ g: ConvolutionGeometry) {
    var random = SeededRandom(UInt64(g.inputHeight))
    let input = random.uniforms(g.inputHeight * g.inputWidth * g.inputChannels)
    let weight = random.uniforms(g.taps * g.inputChannels * g.outputChannels)
    let bias = random.uniforms(g.outputChannels)
    let residual = random.uniforms(g.outputPixels * g.outputChannels)
    var packed = [Float](repeating: .nan, count: kernels.packedConvolutionWeightCount(g))
    kernels.packConvolutionWeights(g, weight: weight, into: &packed)
    var apart = [Float](repeating: .nan, count: residual.count)
    kernels.convolve(
      g, input: input, packedWeight: packed, bias: bias, residual: residual, rectified: true,
      output: &apart)
    var outputs = [residual, residual]
    outputs[0].withUnsafeMutableBufferPointer { output in
      guard let output = output.baseAddress else { return }
      kernels.convolve(
        g, input: input, packedWeight: packed, bias: bias, residual: output, rectified: true,
        output: output)
    }
    outputs[1].withUnsafeMutableBufferPointer { output in
      guard let output = output.baseAddress else { return }
      kernels.convolve(
        g, input: input, weight: weight, bias: bias, residual: output, rectified: true,
        output: output)
    }
    #expect(outputs == [apart, apart])
  }
}

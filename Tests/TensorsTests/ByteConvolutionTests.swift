import Kernels
import Testing

@testable import Tensors

/// Convolutions of bytes whose results are far beyond what bytes stand for, ranges of no use included.
@Suite struct ByteConvolutionTests {
  @Test(arguments: KernelSet.all)
  func resultsBeyondAllIntegersBecomeTheOutermostBytes(_ kernels: KernelSet) {
    let g = ConvolutionGeometry(
      batch: 1, inputHeight: 1, inputWidth: 2, inputChannels: 3, outputChannels: 2,
      kernelHeight: 1, kernelWidth: 1, stride: 1, padding: 0)
    let signed = ByteQuantization(largest: 1, isSigned: true)
    let input = [signed, signed, signed]
    for largest: Float in [1, 1e-4, 1e-8, 1e-20, 1e-30, .leastNonzeroMagnitude, 0] {
      let convolution = ByteConvolution(
        g, kernels: kernels, weight: Tensor([1, 1, 3, 2], [1, -1, 1, -1, 1, -1]),
        layout: .windowFirst, scale: nil, bias: nil, input: input, residual: nil,
        output: ByteQuantization(largest: largest, isSigned: true))
      let arena = Arena(count: 48)
      let parts = [0, 16, 32].map { Arena.Part(offset: $0, count: 16) }
      arena.writeBytePictures(
        Tensor([1, 1, 2, 3], [1, 1, 1, -1, -1, -1]), border: 0, input, to: parts[0])
      arena.convolve(g, convolution, input: parts[0], residual: nil, output: parts[1])
      arena.poolGlobalAverage(
        batch: 2, pixels: 1, channels: 2, ByteQuantization(step: 1, zeroPoint: 0),
        kernels: kernels, input: parts[1], output: parts[2])
      #expect(arena.tensor([2, 2], at: parts[2]).scalars == [255, 0, 0, 255], "\(largest)")
    }
  }
}

import CPUFeatures
import TestSupport
import Testing

@testable import Kernels

/// Convolutions by windows of seven rows and stride 2, five lines at a time, against sums in double precision.
@Suite struct FilteredLinesTests {
  private struct Problem {
    let geometry: ConvolutionGeometry
    let input: [Float]
    let weight: [Float]
    let bias: [Float]?
    let residual: [Float]?
    let isRectified: Bool

    init(_ random: inout SeededRandom) {
      geometry = ConvolutionGeometry(
        batch: random.integer(in: 1...2), inputHeight: random.integer(in: 7...37),
        inputWidth: random.integer(in: 7...50), inputChannels: random.integer(in: 1...4),
        outputChannels: random.element(of: [1, 16, 31, 32, 64, 70]), kernelHeight: 7,
        kernelWidth: 7, stride: 2, padding: 0)
      let g = geometry
      input = random.uniforms(g.batch * g.inputHeight * g.inputWidth * g.inputChannels)
      weight = random.uniforms(g.taps * g.inputChannels * g.outputChannels)
      let (biases, addends) = (
        random.uniforms(g.outputChannels), random.uniforms(g.outputPixels * g.outputChannels)
      )
      bias = random.element(of: [true, false]) ? biases : nil
      residual = random.element(of: [true, false]) ? addends : nil
      isRectified = random.element(of: [true, false])
    }

    func outcome(_ kernels: KernelSet) -> [Float] {
      let g = geometry
      let packedCount = kernels.packedConvolutionWeightCount(g)
      var packed = guarded(packedCount)
      kernels.packConvolutionWeights(g, weight: weight, into: &packed)
      let count = g.outputPixels * g.outputChannels
      var output = guarded(count)
      kernels.convolve(
        g, input: input, packedWeight: unguarded(packed, packedCount), bias: bias,
        residual: residual, rectified: isRectified, output: &output)
      return unguarded(output, count)
    }

    /// The sums, and the sums of their terms' sizes.
    func expected() -> [(sum: Double, size: Double)] {
      let g = geometry
      var expected: [(sum: Double, size: Double)] = []
      for pixel in 0..<g.outputPixels {
        let (line, x) = pixel.quotientAndRemainder(dividingBy: g.outputWidth)
        let (picture, y) = line.quotientAndRemainder(dividingBy: g.outputHeight)
        for o in 0..<g.outputChannels {
          let index = pixel * g.outputChannels + o
          let others = [bias?[o], residual?[index]].compactMap { $0 }.map(Double.init)
          var (sum, size) = (others.reduce(0, +), others.reduce(0) { $0 + abs($1) })
          for ky in 0..<7 {
            for kx in 0..<7 {
              let row = picture * g.inputHeight + 2 * y + ky
              let first = (row * g.inputWidth + 2 * x + kx) * g.inputChannels
              for i in 0..<g.inputChannels {
                let tap = ((ky * 7 + kx) * g.inputChannels + i) * g.outputChannels + o
                let product = Double(input[first + i]) * Double(weight[tap])
                sum += product
                size += abs(product)
              }
            }
          }
          expected.append((isRectified ? max(sum, 0) : sum, size))
        }
      }
      return expected
    }
  }

  /// The part of the sum of the terms' sizes that rounding may take: twice what it took of any when measured.
  private let tolerance = 11 * epsilon

  @Test(arguments: KernelSet.all.map(\.level))
  func areTheSums(_ level: InstructionSetLevel) throws {
    let kernels = try #require(KernelSet.all.first { $0.level == level })
    let seed: UInt64 = 5400
    var random = SeededRandom(seed)
    for number in 0..<25 {
      let problem = Problem(&random)
      #expect(kernels.convolutionPacking(problem.geometry) == FilteredLines.linesAGroup)
      let (found, expected) = (problem.outcome(kernels), problem.expected())
      let isRight = zip(found, expected).allSatisfy {
        abs(Double($0) - $1.sum) <= tolerance * $1.size
      }
      #expect(
        found.count == expected.count && isRight, "seed \(seed), number \(number), \(level)")
    }
  }

  @Test func directSumsAreThereForTheAsking() {
    var random = SeededRandom(5401)
    let problem = Problem(&random)
    var kernels = KernelSet.current
    kernels.convolutionMethod = .direct
    #expect(kernels.convolutionPacking(problem.geometry) == 0)
    let (found, expected) = (problem.outcome(kernels), problem.expected())
    #expect(
      zip(found, expected).allSatisfy { abs(Double($0) - $1.sum) <= tolerance * $1.size })
  }
}

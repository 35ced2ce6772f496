import Dispatch
import Foundation
import Inference
import Kernels
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite("The encoder in 8-bit integers")
struct QuantizedEncoderTests {
  static let cases: [(EncoderArchitecture, height: Int, width: Int)] = [
    (.resnet18, 32, 40), (.resnet50, 37, 32), (.nin3, 10, 13), (.small(width: 12), 16, 19),
  ]
  private static let inputRange: ClosedRange<Float> = -1...1

  @Test("computes what its arithmetic is in double precision", arguments: cases)
  func equalsTheSimulation(architecture: EncoderArchitecture, height: Int, width: Int) {
    let network = SampleNetworks.network(architecture)
    let pictures = SampleNetworks.pictures(2, height: height, width: width)
    let encoder = Self.encoder(network, on: pictures)
    let simulated = SimulatedNetwork(
      network: network, limits: encoder.ranges.limits, inputRange: Self.inputRange)
    let expected = simulated.embedding(of: pictures.parts(0..<1))
    let found = encoder.embeddings(of: pictures.parts(0..<1)).scalars
    // The same bytes; numbers from the mean on are rounded in single precision.
    let difference = zip(found, expected).map { abs(Double($0) - $1) }.max() ?? 1
    #expect(difference <= 1e-5, "\(architecture): \(difference)")
    #expect((expected.map { abs($0) }.max() ?? 0) > 0.05, "the embeddings are not all near 0")
  }

  @Test("is near the network that it was made of", arguments: cases)
  func isNearTheNetwork(architecture: EncoderArchitecture, height: Int, width: Int) {
    let network = SampleNetworks.network(architecture)
    let pictures = SampleNetworks.pictures(4, height: height, width: width)
    let exact = CompiledEncoder(network).embeddings(of: pictures)
    let found = Self.encoder(network, on: pictures).embeddings(of: pictures)
    for picture in 0..<4 {
      let (a, b) = (
        exact.parts(picture..<picture + 1).scalars, found.parts(picture..<picture + 1).scalars
      )
      let product = zip(a, b).map { Double($0 * $1) }.reduce(0, +)
      let sizes = (a.map { Double($0 * $0) }.reduce(0, +) * b.map { Double($0 * $0) }.reduce(0, +))
      // Each of up to 53 layers adds an error of about 1/200 of its result's size.
      #expect(product / sizes.squareRoot() >= 0.995, "\(architecture), picture \(picture)")
    }
  }

  @Test("gives the same on every instruction set, with any number of threads and in any company")
  func isTheSameEverywhere() {
    defer { Parallel.threadCount = 0 }
    for (architecture, height, width) in Self.cases {
      let network = SampleNetworks.network(architecture)
      let pictures = SampleNetworks.pictures(3, height: height, width: width)
      let ranges = Self.ranges(network, on: pictures)
      Parallel.threadCount = 0
      let expected = Self.encoder(network, ranges).embeddings(of: pictures)
      for kernels in KernelSet.all {
        let encoder = Self.encoder(network, ranges, kernels)
        for threads in [1, 3] {
          Parallel.threadCount = threads
          #expect(encoder.embeddings(of: pictures) == expected, "\(kernels.level)")
          #expect(encoder.embeddings(of: pictures.parts(2..<3)) == expected.parts(2..<3))
        }
      }
    }
  }

  @Test("takes pictures of several sizes, and none")
  func takesSeveralSizes() {
    let network = SampleNetworks.network(.resnet18)
    let encoder = Self.encoder(network, on: SampleNetworks.pictures(1, height: 64, width: 64))
    let exact = CompiledEncoder(network)
    for (height, width) in [(64, 64), (33, 90), (64, 64), (128, 40)] {
      let pictures = SampleNetworks.pictures(1, height: height, width: width)
      let (a, b) = (exact.embeddings(of: pictures), encoder.embeddings(of: pictures))
      let difference = zip(a.scalars, b.scalars).map { abs($0 - $1) }.max() ?? 1
      #expect(difference <= 0.1, "\(height) × \(width): \(difference)")
    }
    #expect(encoder.embeddings(of: Tensor([0, 64, 64, 3])).shape == [0, 512])
  }

  @Test("gives the embeddings of the network with numbers while it is calibrated")
  func calibratorGivesEmbeddings() {
    let network = SampleNetworks.network(.resnet18)
    let pictures = SampleNetworks.pictures(2, height: 40, width: 50)
    var calibrator = ActivationCalibrator(.resnet18, weights: NetworkWeights(network))
    let exact = CompiledEncoder(network).embeddings(of: pictures)
    for found in [calibrator.observe(pictures), calibrator.embeddings(of: pictures)] {
      let difference = zip(found.scalars, exact.scalars).map { abs($0 - $1) }.max() ?? 1
      #expect(difference <= 2e-5, "convolutions round in other ways: \(difference)")
    }
  }

  @Test("finds the same ranges with any number of threads, and takes only sensible ones")
  func rangesAreChecked() {
    defer { Parallel.threadCount = 0 }
    let network = SampleNetworks.network(.small(width: 8))
    let pictures = SampleNetworks.pictures(2, height: 24, width: 24)
    let ranges = Self.ranges(network, on: pictures)
    Parallel.threadCount = 1
    #expect(Self.ranges(network, on: pictures) == ranges)
    let small = EncoderArchitecture.small(width: 8)
    #expect(ActivationRanges(limits: ranges.limits, architecture: small) == ranges)
    #expect(ActivationRanges(limits: ranges.limits, architecture: .resnet50) == nil)
    #expect(ActivationRanges(limits: [], architecture: small) == nil)
    for number in [Float.nan, .infinity, -1] {
      var limits = ranges.limits
      limits[3] = number
      #expect(ActivationRanges(limits: limits, architecture: small) == nil)
    }
  }

  private static func ranges(_ network: EncoderNetwork, on pictures: Tensor) -> ActivationRanges {
    var calibrator = ActivationCalibrator(network.architecture, weights: NetworkWeights(network))
    _ = calibrator.observe(pictures)
    return calibrator.ranges
  }

  private static func encoder(
    _ network: EncoderNetwork, _ ranges: ActivationRanges, _ kernels: KernelSet = .current
  ) -> QuantizedEncoder {
    QuantizedEncoder(
      network.architecture, weights: NetworkWeights(network), ranges: ranges,
      inputRanges: [inputRange, inputRange, inputRange], kernels: kernels)
  }

  private static func encoder(
    _ network: EncoderNetwork, on pictures: Tensor
  ) -> QuantizedEncoder {
    encoder(network, ranges(network, on: pictures))
  }
}

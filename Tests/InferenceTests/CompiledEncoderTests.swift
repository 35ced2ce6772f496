import Dispatch
import Inference
import Kernels
import NeuralNetworks
import Synchronization
import Tensors
import TestSupport
import Testing

@Suite("The compiled encoder")
struct CompiledEncoderTests {
  /// Every architecture, the largest ones on small pictures of odd extents.
  static let cases: [(EncoderArchitecture, height: Int, width: Int)] = [
    (.resnet18, 64, 64), (.resnet34, 45, 71), (.resnet50, 71, 45), (.nin3, 30, 37),
    (.nin4, 24, 24), (.nin5, 9, 17), (.small(width: 12), 32, 32), (.small(width: 64), 19, 40),
  ]

  @Test("gives the embeddings of the network that it was made of", arguments: cases)
  func equalsTheNetwork(architecture: EncoderArchitecture, height: Int, width: Int) {
    let network = SampleNetworks.network(architecture)
    let pictures = SampleNetworks.pictures(3, height: height, width: width)
    let expected = network.evaluate(pictures)
    let found = CompiledEncoder(network).embeddings(of: pictures)
    #expect(found.shape == expected.shape)
    // Folding rounds each weight and bias once more, by ε / 2 of itself, as each layer of the network's own way
    // rounds each element of its result; errors of layers add up as the square root of their number, of which
    // there are 53 at most, with sums of up to 4608 terms.
    let difference = largestDifference(found, expected)
    #expect(difference <= 2e-5, "\(architecture): \(difference)")
    #expect(largest(expected) > 0.05, "the embeddings are not all near 0")
  }

  @Test("gives a picture the same embedding in any company and with any number of threads")
  func doesNotDependOnCompany() {
    let encoder = CompiledEncoder(SampleNetworks.network(.resnet18))
    let pictures = SampleNetworks.pictures(5, height: 50, width: 66)
    let together = encoder.embeddings(of: pictures)
    defer { Parallel.threadCount = 0 }
    for threads in [1, 2, 3, 7] {
      Parallel.threadCount = threads
      #expect(encoder.embeddings(of: pictures) == together)
      for index in 0..<5 {
        #expect(
          encoder.embeddings(of: pictures.parts(index..<index + 1))
            == together.parts(index..<index + 1))
      }
    }
  }

  @Test("gives a picture the same embedding where the first layers take a few at a time")
  func doesNotDependOnGroups() {
    let network = SampleNetworks.network(.resnet18)
    let encoder = CompiledEncoder(network)
    let pictures = SampleNetworks.pictures(5, height: 256, width: 264)
    let plan = encoder.plan(batch: 5, height: 256, width: 264)
    #expect(plan.steps.count > encoder.plan(batch: 1, height: 256, width: 264).steps.count)
    let together = encoder.embeddings(of: pictures)
    for index in 0..<5 {
      #expect(
        encoder.embeddings(of: pictures.parts(index..<index + 1))
          == together.parts(index..<index + 1))
    }
  }

  @Test("gives the same from several threads at once, from the first use on")
  func isConcurrent() {
    let network = SampleNetworks.network(.small(width: 16))
    let pictures = SampleNetworks.pictures(2, height: 20, width: 28)
    let expected = CompiledEncoder(network).embeddings(of: pictures)
    let encoder = CompiledEncoder(network)
    let wrong = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<10 where encoder.embeddings(of: pictures) != expected {
        wrong.withLock { $0 += 1 }
      }
    }
    #expect(wrong.withLock { $0 } == 0)
  }

  @Test("takes pictures of several sizes one after the other")
  func takesSeveralSizes() {
    let network = SampleNetworks.network(.resnet18)
    let encoder = CompiledEncoder(network)
    for (height, width) in [(64, 64), (33, 90), (64, 64), (128, 40)] {
      let pictures = SampleNetworks.pictures(1, height: height, width: width)
      let difference = largestDifference(
        encoder.embeddings(of: pictures), network.evaluate(pictures))
      #expect(difference <= 2e-5)
    }
  }

  @Test(
    "gives the same bits from weights as files have them",
    arguments: [EncoderArchitecture.resnet18, .resnet50, .nin3, .small(width: 12)])
  func readsStateDictionaries(architecture: EncoderArchitecture) throws {
    let network = SampleNetworks.network(architecture)
    let pictures = SampleNetworks.pictures(1, height: 48, width: 56)
    let encoder = try CompiledEncoder(
      architecture: architecture, stateDictionary: network.stateDictionary())
    #expect(encoder.embeddings(of: pictures) == CompiledEncoder(network).embeddings(of: pictures))
  }

  @Test("refuses a state dictionary that lacks a weight")
  func refusesIncompleteWeights() {
    let entries = SampleNetworks.network(.resnet18).stateDictionary().filter {
      $0.name != "layer3.1.conv2.weight"
    }
    #expect(throws: StateDictionaryError.self) {
      try CompiledEncoder(architecture: .resnet18, stateDictionary: entries)
    }
  }

  @Test("takes no picture for an empty batch")
  func takesEmptyBatch() {
    let encoder = CompiledEncoder(SampleNetworks.network(.small(width: 4)))
    #expect(encoder.embeddings(of: Tensor([0, 16, 16, 3])).shape == [0, 32])
  }

  @Test("reads pictures where they are written, whatever the memory held before")
  func readsWhatIsWritten() {
    let encoder = CompiledEncoder(SampleNetworks.network(.nin3))
    let (height, width) = (21, 34)
    let pictures = SampleNetworks.pictures(2, height: height, width: width)
    let expected = encoder.embeddings(of: pictures)
    for _ in 0..<3 {
      let found = encoder.embeddings(batch: 2, height: height, width: width) {
        picture, elements, rowPitch in
        for y in 0..<height {
          for x in 0..<width * 3 {
            elements[y * rowPitch + x] = pictures[(picture * height + y) * width * 3 + x]
          }
        }
      }
      #expect(found == expected)
    }
  }

  private func largestDifference(_ first: Tensor, _ second: Tensor) -> Float {
    zip(first.scalars, second.scalars).map { abs($0 - $1) }.max() ?? 0
  }

  private func largest(_ tensor: Tensor) -> Float { tensor.scalars.map(abs).max() ?? 0 }
}

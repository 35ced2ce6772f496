import NeuralNetworks
import TestSupport
import Tensors
import Testing

@Suite struct EncoderNetworkTests {
  private func values(_ network: EncoderNetwork, _ name: String) throws -> [Float] {
    try #require(network.stateDictionary().first { $0.name == name }).value.scalars
  }

  private func standardDeviation(_ values: [Float]) -> Double {
    let squares = values.reduce(0.0) { $0 + Double($1) * Double($1) }
    return (squares / Double(values.count)).squareRoot()
  }

  @Test func residualWeightsAreNormalByFanOut() throws {
    let network = EncoderNetwork(.resnet18, seed: 5)
    let stem = try values(network, "conv1.weight")
    #expect(abs(standardDeviation(stem) / (2.0 / (64 * 49)).squareRoot() - 1) < 0.03)
    let deep = try values(network, "layer4.1.conv2.weight")
    #expect(abs(standardDeviation(deep) / (2.0 / (512 * 9)).squareRoot() - 1) < 0.003)
    // Of a normal distribution 4.55 % lie beyond two standard deviations.
    let bound = Float(2 * (2.0 / (512 * 9)).squareRoot())
    let outside = Double(deep.count { abs($0) > bound }) / Double(deep.count)
    #expect(abs(outside - 0.0455) < 0.001)
    #expect(abs(deep.reduce(0.0) { $0 + Double($1) } / Double(deep.count)) < 1e-4)
    #expect(try values(network, "bn1.weight").allSatisfy { $0 == 1 })
    #expect(try values(network, "bn1.bias").allSatisfy { $0 == 0 })
    #expect(try values(network, "bn1.running_mean").allSatisfy { $0 == 0 })
    #expect(try values(network, "bn1.running_var").allSatisfy { $0 == 1 })
  }

  @Test func plainConvolutionsAreUniformByFanIn() throws {
    let network = EncoderNetwork(.nin3, seed: 6)
    for (name, fanIn) in [
      ("seq1.0.0.weight", 2400.0), ("seq1.0.0.bias", 2400), ("seq2.3.bias", 192),
    ] {
      let numbers = try values(network, name)
      let bound = 1 / fanIn.squareRoot()
      let largest = Double(numbers.map(abs).max() ?? 0)
      #expect(largest <= bound * (1 + 1e-6) && largest > 0.95 * bound, "\(name)")
      #expect(abs(standardDeviation(numbers) / bound * 3.0.squareRoot() - 1) < 0.1, "\(name)")
    }
  }

  @Test func weightsAreAFunctionOfTheSeed() {
    func states(_ seed: UInt64) -> [Tensor] {
      EncoderNetwork(.small(width: 4), seed: seed).stateDictionary().map(\.value)
    }
    #expect(states(7) == states(7))
    #expect(states(7) != states(8))
    // Two parameters of the same shape read different streams.
    let same = EncoderNetwork(.small(width: 4), seed: 7).stateDictionary()
      .filter { $0.name.hasPrefix("layer1.0.conv") }
    #expect(same.count == 2 && same[0].value != same[1].value)
  }

  @Test(arguments: EncoderArchitectureTests.architectures.filter { $0 != .small(width: 512) })
  func smallestPicturesGiveEmbeddings(_ architecture: EncoderArchitecture) {
    var random = SeededRandom(91)
    let side = architecture.smallestInputSide
    let network = EncoderNetwork(architecture, seed: 1)
    let images = Tensor([1, side, side + 1, 3], random.uniforms(side * (side + 1) * 3))
    let embedding = network.evaluate(images)
    #expect(embedding.shape == [1, architecture.embeddingDimension])
    #expect(embedding.scalars.allSatisfy { abs($0) <= 1 })
  }

  @Test func copiesAreTrainedApart() {
    let original = EncoderNetwork(.small(width: 2), seed: 3)
    let before = original.stateDictionary().map(\.value)
    var trained = original
    var random = SeededRandom(92)
    let embeddings = trained.forward(Tensor([4, 8, 8, 3], random.uniforms(4 * 8 * 8 * 3)))
    trained.backward(Tensor(embeddings.shape, filledWith: 1))
    var optimizer = Adam(learningRate: 0.1)
    optimizer.update(&trained)
    #expect(original.stateDictionary().map(\.value) == before)
    #expect(trained.stateDictionary().map(\.value) != before)
  }
}

import AugNet
import Testing

@testable import KernelBenchmarks

@Suite struct ResidualNetworkShapeTests {
  /// Multiplications for a picture of 224 × 224 as torchvision gives them, without the classifier of
  /// 1000 classes.
  @Test(arguments: [
    (EncoderArchitecture.resnet18, 1_814_073_344 - 512 * 1000),
    (.resnet34, 3_663_761_408 - 512 * 1000),
    (.resnet50, 4_089_184_256 - 2048 * 1000 + 2048 * 768),
  ])
  func networksHaveTheirOperations(_ architecture: EncoderArchitecture, _ multiplications: Int)
    throws
  {
    let shape = try #require(ResidualNetworkShape(architecture, side: 224))
    #expect(shape.operations == 2 * multiplications)
    #expect(shape.stemOperations == 2 * 112 * 112 * 64 * 147)
  }

  /// Every weight of a convolution or linear layer is counted: what else a network has are vectors.
  @Test(arguments: [EncoderArchitecture.resnet18, .resnet34, .resnet50, .small(width: 8)])
  func weightsAreTheNetworks(_ architecture: EncoderArchitecture) throws {
    let shape = try #require(ResidualNetworkShape(architecture, side: 64))
    var network = EncoderNetwork(architecture, seed: 0)
    var count = 0
    network.visitParameters { _, parameter in
      if parameter.value.shape.rank > 1 { count += parameter.value.count }
    }
    #expect(shape.weightCount == count)
  }

  @Test func otherNetworksAreNotCounted() {
    #expect(ResidualNetworkShape(.nin3, side: 32) == nil)
  }

  @Test func aStepOfTrainingIsThreePassesLessTheGradientOfThePictures() throws {
    let shape = try #require(ResidualNetworkShape(.small(width: 64), side: 32))
    let (inference, training) = (shape.inferenceWork(batch: 4), shape.trainingWork(batch: 4))
    #expect(training.operations == 3 * inference.operations - 4 * shape.stemOperations)
    #expect(inference.items == 4 && training.items == 4)
    #expect(RateUnit.images.amount(of: training) == 4)
  }
}

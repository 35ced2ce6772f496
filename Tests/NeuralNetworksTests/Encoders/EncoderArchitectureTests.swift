import NeuralNetworks
import Testing

@Suite struct EncoderArchitectureTests {
  static let architectures: [EncoderArchitecture] = [
    .resnet18, .resnet34, .resnet50, .nin3, .nin4, .nin5, .small(width: 1), .small(width: 512),
  ]

  @Test(arguments: architectures)
  func namesAreReadBack(_ architecture: EncoderArchitecture) {
    #expect(EncoderArchitecture(architecture.description) == architecture)
  }

  @Test func smallAloneHasTheDefaultWidth() {
    #expect(
      EncoderArchitecture("small") == .small(width: EncoderArchitecture.defaultSmallWidth))
    #expect(EncoderArchitecture("small-64")?.embeddingDimension == 512)
  }

  @Test(
    arguments: [
      "", "resnet", "ResNet18", "resnet18 ", "small-", "small-0", "small--1", "small-513",
      "small-+8", "small-08", "small-8.0", "small-99999999999999999999", "nin6",
    ])
  func otherNamesAreRefused(_ name: String) {
    #expect(EncoderArchitecture(name) == nil)
  }
}

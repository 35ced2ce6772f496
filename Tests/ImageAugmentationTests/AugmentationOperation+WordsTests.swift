import Testing

@testable import ImageAugmentation

@Suite struct AugmentationOperationWordsTests {
  private static let operations = OperationForm.all.map { form in
    form.make(form.parameters.map { $0.isProbability ? 0.25...0.25 : $0.limits })
  }

  @Test func everyOperationHasATitleOfItsOwn() {
    #expect(Set(Self.operations.map(\.title)).count == OperationForm.all.count)
    for operation in Self.operations {
      // Words, and no name of a program's.
      #expect(!operation.title.dropFirst().contains { $0.isUppercase && !"JPEG".contains($0) })
      #expect(operation.hasRange != (operation.name == "flip"), "\(operation)")
      #expect(operation.rangeTexts.allSatisfy { !$0.contains("perChannel") && !$0.contains(".0") })
    }
  }

  @Test func rangesAreSaidInWords() {
    let brightness = AugmentationOperation.multiplyAndAddToBrightness(
      factor: 0.75...1.3, offset: -40...40)
    #expect(brightness.rangeTexts == ["factor 0.75 … 1.3", "offset −40 … 40"])
    #expect(AugmentationOperation.motionBlur(size: 3...15).rangeTexts == ["size 3 … 15"])
    let dropout = AugmentationOperation.coarseDropout(
      probability: 0.02...0.02, size: 0.1...0.1, perChannel: 0.5)
    #expect(dropout.rangeTexts == ["probability 0.02", "size 0.1", "per channel: 0.5"])
    #expect(dropout.isPerChannel && !dropout.hasRange)
    #expect(AugmentationOperation.gamma(exponent: 1...2, perChannel: 0).title == "gamma")
    #expect(
      AugmentationOperation.gamma(exponent: 1...2, perChannel: 1).title == "gamma of each channel")
  }

  @Test func whatHasAProbabilityHappensInExamples() {
    #expect(AugmentationOperation.flip(probability: 0.1).happening == .flip(probability: 1))
    #expect(AugmentationOperation.flip(probability: 0).happening == .flip(probability: 0))
    let noise = AugmentationOperation.gaussianNoise(deviation: 0...20, perChannel: 0)
    #expect(noise.happening == noise)
    #expect(noise.fixed(at: 0.5) == .gaussianNoise(deviation: 10...10, perChannel: 0))
  }
}

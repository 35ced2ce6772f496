import ImageAugmentation
import Testing

@Suite struct AugmentationRecipeTests {
  @Test func stlHasTheAuthorsOperations() {
    #expect(
      AugmentationRecipe.stl.operations == [
        .crop(side: 0.2...1), .flip(probability: 0.5),
        .reduceResolution(scale: 0.2...1, probability: 0.7), .rotate(degrees: -35...35),
        .addToHue(-25...25), .addToSaturation(-150...50),
        .multiplyAndAddToBrightness(factor: 0.75...1.25, offset: -50...50),
      ])
  }

  @Test func recipesAreFoundByName() {
    #expect(AugmentationRecipe.named("stl") == .stl)
    #expect(AugmentationRecipe.named("none") == AugmentationRecipe.none)
    #expect(AugmentationRecipe.named("STL") == nil)
    #expect(AugmentationRecipe.all.allSatisfy { AugmentationRecipe.named($0.name) == $0 })
  }

  /// Models keep this line: change it only together with what the operations mean.
  @Test func identifierIsStable() {
    #expect(
      AugmentationRecipe.stl.identifier
        == "as-meant-1 stl: crop(0.2...1.0), flip(p 0.5), reduceResolution(0.2...1.0 p 0.7), "
        + "rotate(-35.0...35.0), addToHue(-25.0...25.0), addToSaturation(-150.0...50.0), "
        + "multiplyAndAddToBrightness(0.75...1.25 -50.0...50.0)")
    #expect(AugmentationRecipe.none.identifier == "as-meant-1 none: ")
  }

  @Test(
    arguments: [
      .crop(side: 0...1), .crop(side: 0.5...1.5), .flip(probability: -0.1),
      .flip(probability: .nan), .reduceResolution(scale: 0.2...2, probability: 0.5),
      .reduceResolution(scale: 0.2...1, probability: 2), .rotate(degrees: -400...0),
      .addToHue(-256...0), .addToSaturation(0...300),
      .multiplyAndAddToBrightness(factor: -1...1, offset: 0...0),
      .multiplyAndAddToBrightness(factor: 1...1, offset: 0...(.infinity)),
    ] as [AugmentationOperation])
  func refusesRangesOutsideTheDomain(_ operation: AugmentationOperation) {
    #expect(throws: AugmentationRecipeError.self) {
      try AugmentationRecipe(name: "bad", operations: [operation])
    }
  }

  @Test func refusesGeometryTwiceButNotColors() throws {
    #expect(throws: AugmentationRecipeError.repeatedGeometry(operation: "rotate")) {
      try AugmentationRecipe(
        name: "bad", operations: [.rotate(degrees: 0...1), .rotate(degrees: 0...2)])
    }
    let recipe = try AugmentationRecipe(
      name: "good", operations: [.addToHue(1...1), .addToSaturation(2...2), .addToHue(3...3)])
    let drawn = recipe.drawParameters(seed: 0, epoch: 0, picture: 0, view: 0)
    #expect(drawn.changes == [.addToHue(1), .addToSaturation(2), .addToHue(3)])
  }

  @Test func errorsSayWhatWasExpected() {
    let error = #expect(throws: AugmentationRecipeError.self) {
      try AugmentationRecipe(name: "bad", operations: [.crop(side: 0.5...1.5)])
    }
    #expect(
      error?.description == "operation crop: side must be in 0 < side ≤ 1, got 0.5...1.5")
  }
}

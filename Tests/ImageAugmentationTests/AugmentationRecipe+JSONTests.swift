import ImageAugmentation
import Testing

@Suite struct AugmentationRecipeJSONTests {
  @Test(arguments: AugmentationRecipe.all + AugmentationRecipe.all.map(\.asRun))
  func survivesJSON(_ recipe: AugmentationRecipe) throws {
    #expect(try AugmentationRecipe(json: Array(recipe.json.utf8)) == recipe)
  }

  @Test func readsNumbersAndLeavesOutWhatIsUsual() throws {
    let text = """
      {"name": "mine", "operations": [
        {"operation": "rotate", "degrees": 5}, {"operation": "motionBlur", "size": [3, 7]}]}
      """
    let recipe = try AugmentationRecipe(json: Array(text.utf8))
    #expect(recipe.operations == [.rotate(degrees: 5...5), .motionBlur(size: 3...7)])
    #expect(recipe.style == .asMeant)
  }

  @Test(
    arguments: [
      ("[1]", "a recipe is an object"), ("{\"operations\": []}", "\"name\""),
      ("{\"name\": \"a\"}", "\"operations\""), ("{\"name\": \"a\", \"extra\": 1}", "extra"),
      ("{\"name\": \"a\", \"style\": \"fast\", \"operations\": []}", "\"style\""),
      ("{\"name\": \"a\", \"operations\": [{}]}", "operations[0]"),
      ("{\"name\": \"a\", \"operations\": [{\"operation\": \"turn\"}]}", "\"turn\""),
      ("{\"name\": \"a\", \"operations\": [{\"operation\": \"crop\"}]}", "operations[0].side"),
      (
        "{\"name\": \"a\", \"operations\": [{\"operation\": \"crop\", \"side\": [1, 0.2]}]}",
        "operations[0].side must be [lowest, highest]"
      ),
      (
        "{\"name\": \"a\", \"operations\": [{\"operation\": \"crop\", \"side\": 2}]}",
        "operations[0].side must be in 0 < side ≤ 1"
      ),
      (
        "{\"name\": \"a\", \"operations\": [{\"operation\": \"flip\", \"probability\": [0, 1]}]}",
        "operations[0].probability must be a number"
      ),
      (
        "{\"name\": \"a\", \"operations\": [{\"operation\": \"crop\", \"side\": 1e999}]}",
        ""
      ),
    ])
  func errorsNameTheField(_ text: String, _ part: String) {
    let error = #expect(throws: AugmentationRecipeError.self) {
      try AugmentationRecipe(json: Array(text.utf8))
    }
    let description = error?.description ?? ""
    #expect(part.isEmpty || description.contains(part), "\(description)")
  }

  @Test func onlyTheProgramForImageNetAddsAStep() {
    #expect(AugmentationRecipe.imageNet.asRun.operations.contains { $0.name == "reduceResolution" })
    #expect(AugmentationRecipe.stl.asRun.operations == AugmentationRecipe.stl.operations)
  }
}

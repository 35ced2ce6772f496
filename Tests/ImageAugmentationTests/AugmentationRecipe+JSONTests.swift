import Testing

@testable import ImageAugmentation

@Suite struct AugmentationRecipeJSONTests {
  @Test(arguments: AugmentationRecipe.all + AugmentationRecipe.all.map(\.asRun))
  func survivesJSON(_ recipe: AugmentationRecipe) throws {
    #expect(try AugmentationRecipe(json: Array(recipe.json.utf8)) == recipe)
  }

  /// Each operation with its widest ranges and with single numbers, as a text and back.
  @Test(arguments: OperationForm.all.map(\.name))
  func everyOperationCanBeWrittenAndReadBack(_ name: String) throws {
    let form = try #require(OperationForm.all.first { $0.name == name })
    let widest = form.make(form.parameters.map { $0.isProbability ? 0.25...0.25 : $0.limits })
    let lowest = form.make(
      form.parameters.map { $0.limits.lowerBound...$0.limits.lowerBound })
    for operation in [widest, lowest, widest.fixed(at: 0.3)] {
      let recipe = try AugmentationRecipe(name: "one", operations: [operation], style: .asRun)
      #expect(try AugmentationRecipe(json: Array(recipe.json.utf8)) == recipe, "\(recipe.json)")
    }
    // What is beyond a limit is refused by the field's name.
    for parameter in form.parameters {
      let others = form.parameters.filter { $0.name != parameter.name }.map {
        "\"\($0.name)\": \($0.limits.upperBound)"
      }
      let fields = ["\"operation\": \"\(name)\"", "\"\(parameter.name)\": 1e6"] + others
      let text = "{\"name\": \"a\", \"operations\": [{\(fields.joined(separator: ", "))}]}"
      let error = #expect(throws: AugmentationRecipeError.self) {
        try AugmentationRecipe(json: Array(text.utf8))
      }
      #expect("\(try #require(error))".contains("operations[0].\(parameter.name)"))
    }
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

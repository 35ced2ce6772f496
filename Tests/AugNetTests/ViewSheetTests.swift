import AugNet
import Testing

@Suite struct ViewSheetTests {
  @Test(arguments: AugmentationRecipe.all)
  func everyRecipeHasASheet(_ recipe: AugmentationRecipe) {
    let picture = SamplePictures.picture(class: 0, number: 0, seed: 3, width: 60, height: 40)
    let views = (0..<5).map { recipe.drawParameters(seed: 1, epoch: 0, picture: 0, view: $0) }
    func sheet(_ recipe: AugmentationRecipe, _ views: [ViewParameters]) -> Image {
      viewSheet(of: picture, recipe: recipe, views: views, size: 32, title: "a title")
    }
    let whole = sheet(recipe, views)
    // A row for each operation, at least as tall as its pictures; and rows of four views.
    let bare = sheet(.none, views)
    #expect(whole.height >= bare.height + recipe.operations.count * 32)
    #expect(sheet(.none, Array(views[..<4])).height < bare.height - 32)
    #expect(sheet(recipe, []).width >= 5 * 32 || recipe == .none)
    #expect(sheet(recipe, views) == whole)
  }
}

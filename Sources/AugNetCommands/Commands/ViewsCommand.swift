import AugNet
import JSON

/// `augnet views`: what a recipe makes of a picture.
package struct ViewsCommand: Command {
  private static let picture = Positional("PICTURE", "The picture.")
  private static let recipe = Option<String>(
    "recipe", "NAME", .recipe, default: "stl", SharedArguments.recipeExplanation)
  private static let out = Option<String?>("out", "SHEET", .path, "The sheet to write (PNG).")
  private static let folder = Option<String?>(
    "folder", "DIR", .path, "A folder for the views as pictures (PNG); it is made.")
  private static let count = Option<Int>(
    "count", "N", .inRange(1...256), default: 8, "How many views are drawn.")
  private static let size = Option<Int>(
    "size", "PIXELS", .inRange(16...1024), default: 160, "The side of the square views.")

  package static let definition = CommandDefinition(
    name: "views",
    summary: "shows the views that a recipe makes of a picture",
    explanation: [
      """
      Draws views as training would, with the drawn numbers below each, and then a row for each of \
      the recipe's operations alone, at the low end, the middle and the high end of its ranges.
      """
    ],
    arguments: [
      picture, recipe, SharedArguments.asRun, out, folder, count, size, SharedArguments.seed,
      SharedArguments.json,
    ],
    examples: [
      .init(
        "augnet views cat.png --recipe imagenet --out views.png",
        "Draws eight views and all operations of the recipe for ImageNet."),
      .init("augnet views cat.png --json", "Prints the numbers of eight views."),
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let out = try arguments[Self.out]
    if let out { try checkCanWrite(to: out) }
    let name = try arguments[Self.recipe]
    let asRun = arguments[SharedArguments.asRun]
    let recipe = try SharedArguments.recipe(name, asRun: asRun) ?? .stl
    let path = try arguments[Self.picture]
    let image = try Image(contentsOf: path)
    let seed = try arguments[SharedArguments.seed]
    let views = try (0..<arguments[Self.count]).map {
      recipe.drawParameters(seed: seed, epoch: 0, picture: 0, view: $0)
    }
    if let out {
      let file = path.split(separator: "/").last.map(String.init) ?? path
      try viewSheet(
        of: image, recipe: recipe, views: views, size: arguments[Self.size],
        title: "\(recipe.name) (\(recipe.style.rawValue)): \(file)"
      ).write(to: out)
    }
    let folder = try arguments[Self.folder]
    if let folder { try writeViews(views, of: image, size: arguments[Self.size], to: folder) }
    try console.printResult(
      ViewsResult(recipe: recipe, views: views, sheetPath: out, folderPath: folder))
  }
}

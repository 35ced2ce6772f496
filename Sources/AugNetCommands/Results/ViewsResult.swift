import AugNet
import JSON

/// What `augnet views` has drawn.
package struct ViewsResult: CommandResult {
  /// The recipe.
  package let recipe: AugmentationRecipe
  /// The drawn numbers of each view.
  package let views: [ViewParameters]
  /// The sheet; nil when none was asked for.
  package let sheetPath: String?
  /// The folder with the views; nil when none was asked for.
  package let folderPath: String?

  package var text: String {
    var lines = views.enumerated().map { "\($0 + 1): \($1)" }
    if let sheetPath { lines.append("The sheet is in \(sheetPath).") }
    if let folderPath { lines.append("The views are in \(folderPath).") }
    return lines.joined(separator: "\n")
  }

  package var json: JSONValue {
    [
      "recipe": recipe.jsonValue,
      "views": .array(views.map(Self.json)),
      "sheet": sheetPath.map { .string($0) } ?? .null,
      "folder": folderPath.map { .string($0) } ?? .null,
    ]
  }

  private static func json(_ view: ViewParameters) -> JSONValue {
    [
      "crop": [
        "side": JSONValue(view.crop.side), "horizontal": JSONValue(view.crop.horizontalPosition),
        "vertical": JSONValue(view.crop.verticalPosition),
      ],
      "flipped": .bool(view.isFlipped),
      "resolution": view.resolution.map { JSONValue($0) } ?? .null,
      "rotation": JSONValue(view.rotationInDegrees),
      "edges": .array(
        [view.trim.left, view.trim.right, view.trim.top, view.trim.bottom].map { JSONValue($0) }),
      "changes": .array(view.changes.map { .string($0.description) }),
    ]
  }
}

import Figures
import ImageAugmentation
import ImageCodecs

/// Views of a picture as one sheet: some as the recipe draws them, with their numbers below, then a row for
/// each of the recipe's operations alone at the low end, the middle and the high end of its ranges.
///
/// - Parameters:
///   - image: The picture.
///   - recipe: How views are drawn.
///   - views: The drawn numbers of the views in the upper rows.
///   - size: The side of a view in pixels, in 16 … 4096.
///   - title: A heading.
public func viewSheet(
  of image: Image, recipe: AugmentationRecipe, views: [ViewParameters], size: Int, title: String
) -> Image {
  let source = ViewSource(image)
  let whole = LabelledPicture(
    image: source.view(.identity, size: size), captionLines: ["no change"])
  let drawn = views.map { parameters in
    LabelledPicture(
      image: source.view(parameters, size: size),
      captionLines: parts(of: parameters).reduce(into: []) { lines, part in
        // Numbers that belong to the part before stay on its line.
        let isNumber = part.first.map { $0.isNumber || $0 == "-" || $0 == "−" } ?? false
        if isNumber, let last = lines.popLast() {
          lines.append(last + ", " + plain(part))
        } else {
          lines.append(plain(part))
        }
      })
  }
  let rows = stride(from: 0, to: drawn.count, by: 4).map { start in
    [whole] + drawn[start..<min(start + 4, drawn.count)]
  }
  let alone = recipe.operations.map { operation -> [LabelledPicture] in
    let name = LabelledPicture(image: whole.image, captionLines: [operation.name])
    return [name]
      + [("low", Float(0)), ("middle", 0.5), ("high", 1)].map { word, strength in
        let parameters = recipe.parameters(ofOnly: operation, strength: strength)
        let text = parts(of: parameters).dropFirst(2)
        let crop = "crop \(shortText(parameters.crop.side))"
        let numbers = text.isEmpty ? crop : plain(Substring(text.joined(separator: ", ")))
        return LabelledPicture(
          image: source.view(parameters, size: size), captionLines: [word, numbers])
      }
  }
  return stacked([
    contactSheet(rows: rows, title: title, cellSide: size),
    contactSheet(rows: alone, title: "each operation alone", cellSide: size),
  ])
}

extension AugmentationRecipe {
  /// The numbers of a view that only `operation` changes, with each of its ranges at `strength`, from 0,
  /// the lower end, to 1, and what has a probability happening.
  fileprivate func parameters(
    ofOnly operation: AugmentationOperation, strength: Float
  ) -> ViewParameters {
    let fixed = operation.fixed(at: strength)
    guard let recipe = try? AugmentationRecipe(name: name, operations: [fixed], style: style) else {
      return .identity
    }
    return recipe.drawParameters(seed: 1, epoch: 0, picture: 0, view: 0)
  }
}

/// Images below each other on white.
private func stacked(_ images: [Image]) -> Image {
  var canvas = Canvas(
    width: images.map(\.width).max() ?? 1, height: max(1, images.reduce(0) { $0 + $1.height }))
  var top = 0
  for image in images {
    canvas.draw(image, x: 0, y: top)
    top += image.height
  }
  return canvas.image
}

/// The text in characters that the figures' typeface has.
private func plain(_ text: Substring) -> String {
  text.reduce(into: "") { result, character in
    switch character {
    case "−": result += "-"
    case "×": result += "x"
    case "°": result += " deg"
    default: result.append(character)
    }
  }
}

private func shortText(_ number: Float) -> String { "\((number * 100).rounded() / 100)" }

/// What stands between the commas of the description.
///
/// Cut at a character: cutting at a string would bring all regular expressions into the program.
private func parts(of parameters: ViewParameters) -> [Substring] {
  parameters.description.split(separator: ",").map { $0.drop { $0 == " " } }
}

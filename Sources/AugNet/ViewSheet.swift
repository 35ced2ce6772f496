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
  let whole = source.view(.identity, size: size)
  let columns = 4
  let drawn = views.enumerated().map { number, parameters in
    LabelledPicture(
      image: source.view(parameters, size: size),
      captionLines: ["view \(number + 1)"]
        + (parameters.parts.isEmpty ? ["no change"] : parameters.parts))
  }
  let rows = stride(from: 0, to: drawn.count, by: columns).map { start in
    // The picture stands once, and the columns go on below it.
    [
      start == 0
        ? LabelledPicture(image: whole, captionLines: ["the picture"])
        : LabelledPicture(image: nil, captionLines: [])
    ] + drawn[start..<min(start + columns, drawn.count)]
  }
  let alone = recipe.operations.map { operation in
    [
      LabelledPicture(image: nil, captionLines: [operation.title] + operation.rangeTexts),
      LabelledPicture(image: whole, captionLines: ["the picture"]),
    ]
      + recipe.examples(of: operation).map { word, parameters in
        LabelledPicture(
          image: source.view(parameters, size: size),
          captionLines: (word.map { [$0] } ?? [])
            + (parameters.parts.isEmpty ? ["no change"] : parameters.parts))
      }
  }
  return stacked([
    contactSheet(rows: rows, title: title, cellSide: size),
    contactSheet(rows: alone, title: "each operation alone", cellSide: size),
  ])
}

extension AugmentationRecipe {
  /// Views that only `operation` changes, with a word for each: at the ends and in the middle of its
  /// ranges; or, where it has none or the channels' numbers are what matters, as it is drawn.
  fileprivate func examples(
    of operation: AugmentationOperation
  ) -> [(word: String?, parameters: ViewParameters)] {
    func drawn(_ operation: AugmentationOperation, _ view: Int) -> ViewParameters {
      let recipe = try? AugmentationRecipe(name: name, operations: [operation], style: style)
      return recipe?.drawParameters(seed: 1, epoch: 0, picture: 0, view: view) ?? .identity
    }
    guard !operation.hasRange || operation.isPerChannel else {
      return [("low", Float(0)), ("middle", 0.5), ("high", 1)].map { word, strength in
        (word, drawn(operation.fixed(at: strength), 0))
      }
    }
    var examples: [(word: String?, parameters: ViewParameters)] = []
    for view in 0..<3 {
      // With its ranges, but happening.
      let parameters = drawn(operation.happening, view)
      if !examples.contains(where: { $0.parameters == parameters }) {
        examples.append(("draw \(view + 1)", parameters))
      }
    }
    return examples.count == 1 ? [(nil, examples[0].parameters)] : examples
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

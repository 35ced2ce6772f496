import AugNet

extension SharedArguments {
  /// Takes the steps of a view as the authors' programs do.
  package static let asRun = Flag(
    "as-run",
    """
    Makes views as the authors' programs do: step after step, rounded to 8 bits, and for imagenet \
    with the loss of resolution that they mean to switch off.
    """)

  /// What `--recipe` accepts.
  package static let recipeExplanation = """
    How views are made. stl: crop, flip, loss of resolution, rotation, hue, saturation, \
    brightness, as the method's authors did for STL-10. stl-small: the same without the loss of \
    resolution. imagenet: the authors' for ImageNet, with blur, gamma, noise and dropout. none: no \
    changes, to see what they are good for. A name that ends in .json is a file with a recipe.
    """

  /// The recipe of that name or in that file; nil if none is given.
  ///
  /// - Throws: An error for a file that cannot be read or is no recipe.
  package static func recipe(
    _ name: String?, asRun: Bool
  ) throws -> AugmentationRecipe? {
    guard let name else { return nil }
    let recipe = try AugmentationRecipe.named(name) ?? AugmentationRecipe(contentsOf: name)
    return styled(recipe, asRun: asRun)
  }

  /// The recipe, as run if that is asked for.
  package static func styled(_ recipe: AugmentationRecipe, asRun: Bool) -> AugmentationRecipe {
    asRun ? recipe.asRun : recipe
  }
}

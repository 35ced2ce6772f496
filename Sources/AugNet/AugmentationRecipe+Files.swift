import DurableFiles
import ImageAugmentation

extension AugmentationRecipe {
  /// Reads a recipe from a JSON file of at most a megabyte.
  ///
  /// - Throws: `FileError`, or ``RecipeFileError``, which names the file and the field.
  public init(contentsOf path: String) throws {
    let bytes = try readFile(atPath: path, limitInBytes: 1 << 20)
    do throws(AugmentationRecipeError) {
      try self.init(json: bytes)
    } catch {
      throw RecipeFileError(path: path, reason: error)
    }
  }
}

/// Why a file is not a recipe.
public struct RecipeFileError: Error, CustomStringConvertible {
  let path: String
  let reason: AugmentationRecipeError

  /// One line for the user.
  public var description: String { "\(path): \(reason)" }
}

/// Why a list of operations is not a recipe.
public enum AugmentationRecipeError: Error, Equatable, CustomStringConvertible {
  /// A parameter's range leaves the values for which the operation is defined.
  case outOfRange(operation: String, parameter: String, expected: String, got: String)

  /// An operation of the warp stands in the list more than once.
  case repeatedGeometry(operation: String)

  /// A file does not have the form of a recipe; the text says where and what was expected.
  case malformed(String)

  /// One line in plain words.
  public var description: String {
    switch self {
    case .outOfRange(let operation, let parameter, let expected, let got):
      "operation \(operation): \(parameter) must be \(expected), got \(got)"
    case .malformed(let text): text
    case .repeatedGeometry(let operation):
      "operation \(operation) stands in the recipe twice; geometry is one warp, so give it once"
    }
  }
}

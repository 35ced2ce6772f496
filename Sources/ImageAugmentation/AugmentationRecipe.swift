/// How views are made from a picture: a list of operations with the ranges they draw from.
///
/// A recipe is a value. ``drawParameters(seed:epoch:picture:view:)`` draws the numbers of one view
/// from it; ``ViewSource`` turns those into pixels.
///
/// All geometric operations of the list form one warp with one resampling of the picture (two with
/// a reduced resolution, which is its purpose); the colour operations follow on its result, in the
/// order of the list. Between the steps nothing is rounded to 8 bits.
public struct AugmentationRecipe: Sendable, Hashable {
  /// How the steps of a view are taken.
  public enum Style: String, Sendable, CaseIterable {
    /// All geometry is one warp and nothing is rounded between the steps.
    case asMeant = "as-meant"
    /// As the authors' programs do: the picture is enlarged to twice the view's size, cut, reduced and
    /// resized by OpenCV's rule, and rounded to 8 bits after every step.
    ///
    /// Rotations and colour spaces are computed in floating point all the same. OpenCV's places of 1/32
    /// pixel and imgaug's spaces of 8 bits differ from that by a few levels, and by many where a space
    /// of 8 bits cannot hold a colour.
    case asRun = "as-run"
  }

  /// What the recipe is called on a command line.
  public let name: String

  /// The operations in order.
  public let operations: [AugmentationOperation]

  /// How the steps are taken.
  public let style: Style

  /// Makes a recipe of checked operations.
  ///
  /// - Throws: ``AugmentationRecipeError`` if a range leaves the operation's domain or a geometric
  ///   operation stands in the list twice.
  public init(
    name: String, operations: [AugmentationOperation], style: Style = .asMeant
  ) throws(AugmentationRecipeError) {
    for (index, operation) in operations.enumerated() {
      try operation.validate()
      let isRepeated = operations[..<index].contains { $0.name == operation.name }
      if operation.isGeometric && isRepeated {
        throw .repeatedGeometry(operation: operation.name)
      }
    }
    self.init(name: name, checkedOperations: operations, style: style)
  }

  private init(
    name: String, checkedOperations: [AugmentationOperation], style: Style = .asMeant
  ) {
    self.name = name
    operations = checkedOperations
    self.style = style
  }

  /// The recipe of AugNet's authors for STL-10.
  ///
  /// Source: class `extractor` of their `lib/utils.py`, with the parameters' meaning of imgaug 0.4.0.
  public static let stl = AugmentationRecipe(
    name: "stl",
    checkedOperations: [
      .crop(side: 0.2...1),
      .flip(probability: 0.5),
      .reduceResolution(scale: 0.2...1, probability: 0.7),
      .rotate(degrees: -35...35),
      .addToHue(-25...25),
      .addToSaturation(-150...50),
      .multiplyAndAddToBrightness(factor: 0.75...1.25, offset: -50...50),
    ])

  /// The recipe of AugNet's authors for ImageNet, as it was meant.
  ///
  /// Source: their `res50_model_training_with_ImageNet.py`. It means to leave the resolution alone, but
  /// hands over the word "False", which counts as true: ``asRun`` has that step.
  public static let imageNet = AugmentationRecipe(
    name: "imagenet",
    checkedOperations: [
      .crop(side: 0.2...1),
      .rotate(degrees: -35...35),
      .cropEdges(share: 0...0.1),
      .gaussianBlur(sigma: 0...3),
      .addToHue(-20...20),
      .addToSaturation(-150...50),
      .multiplyAndAddToBrightness(factor: 0.75...1.3, offset: -40...40),
      .gamma(exponent: 0.75...1.3, perChannel: 0),
      .gamma(exponent: 0.75...1.3, perChannel: 1),
      .gaussianNoise(deviation: 0...25.5, perChannel: 0),
      .jpegCompression(strength: 0...99),
      .motionBlur(size: 3...15),
      .coarseDropout(probability: 0.02...0.02, size: 0.1...0.1, perChannel: 0.5),
    ])

  /// The same operations as the authors' program runs them.
  ///
  /// For ``imageNet`` that includes the loss of resolution, which their program never leaves out.
  public var asRun: AugmentationRecipe {
    var operations = operations
    if self == .imageNet {
      operations.insert(.reduceResolution(scale: 0.2...1, probability: 0.7), at: 1)
    }
    return AugmentationRecipe(name: name, checkedOperations: operations, style: .asRun)
  }

  /// ``stl`` without its loss of resolution, for views of 48 pixels or less, which have none to lose.
  ///
  /// Shrunk to a fifth, a view of 32 pixels keeps 6 × 6, from which no texture can be learned.
  public static let stlSmall = AugmentationRecipe(
    name: "stl-small",
    checkedOperations: AugmentationRecipe.stl.operations.filter {
      if case .reduceResolution = $0 { false } else { true }
    })

  /// The recipe that takes every picture's central square and changes nothing.
  public static let none = AugmentationRecipe(name: "none", checkedOperations: [])

  /// Every recipe that has a name.
  public static let all: [AugmentationRecipe] = [.stl, .stlSmall, .imageNet, .none]

  /// The recipe called `name`, or nil; ``all`` lists what there is.
  public static func named(_ name: String) -> AugmentationRecipe? {
    all.first { $0.name == name }
  }

  /// A line that says everything about the recipe, to be kept with what was trained by it.
  ///
  /// Two recipes have the same identifier exactly if they have the same name and operations; the
  /// leading word changes when the same operations come to mean other pixels.
  public var identifier: String {
    "\(style.rawValue)-1 \(name): " + operations.map(\.description).joined(separator: ", ")
  }
}

extension AugmentationRecipe: CustomStringConvertible {
  /// The same as ``identifier``.
  public var description: String { identifier }
}

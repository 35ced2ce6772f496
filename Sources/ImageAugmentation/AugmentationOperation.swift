/// One operation of a recipe: what is drawn for each view, and from which range.
///
/// A range whose two ends are equal fixes the parameter.
public enum AugmentationOperation: Sendable, Hashable {
  /// Cuts a square whose side is a share, in 0 < … ≤ 1, of the picture's short side.
  ///
  /// Share and position are uniform; without this operation the central square is taken.
  case crop(side: ClosedRange<Float>)

  /// Mirrors left and right with a probability.
  case flip(probability: Float)

  /// Shrinks the view to a share, in 0 < … ≤ 1, of its size and enlarges it again, with a
  /// probability.
  case reduceResolution(scale: ClosedRange<Float>, probability: Float)

  /// Rotates about the view's centre; positive degrees turn clockwise, uncovered corners are black.
  case rotate(degrees: ClosedRange<Float>)

  /// Adds to the hue, whose full circle is 255 units (imgaug's `AddToHue`), in −255 … 255.
  case addToHue(ClosedRange<Float>)

  /// Adds to the saturation of the HSV model, whose full range is 255 units, in −255 … 255.
  case addToSaturation(ClosedRange<Float>)

  /// Multiplies and adds to the brightness in a random colour space and a random order.
  ///
  /// Factors are not negative; offsets are in −255 … 255, the full range being 255 units
  /// (imgaug's `MultiplyAndAddToBrightness`).
  case multiplyAndAddToBrightness(factor: ClosedRange<Float>, offset: ClosedRange<Float>)

  /// Whether this operation belongs to the one warp; the others change colours.
  var isGeometric: Bool {
    switch self {
    case .crop, .flip, .reduceResolution, .rotate: true
    case .addToHue, .addToSaturation, .multiplyAndAddToBrightness: false
    }
  }

  /// The operation's name, as in ``description``.
  var name: String {
    switch self {
    case .crop: "crop"
    case .flip: "flip"
    case .reduceResolution: "reduceResolution"
    case .rotate: "rotate"
    case .addToHue: "addToHue"
    case .addToSaturation: "addToSaturation"
    case .multiplyAndAddToBrightness: "multiplyAndAddToBrightness"
    }
  }

  /// Checks that every range lies where the operation is defined.
  func validate() throws(AugmentationRecipeError) {
    switch self {
    case .crop(let side):
      try validate(side, "side", within: Float.leastNormalMagnitude...1, "in 0 < side ≤ 1")
    case .flip(let probability):
      try validate(probability: probability)
    case .reduceResolution(let scale, let probability):
      try validate(scale, "scale", within: Float.leastNormalMagnitude...1, "in 0 < scale ≤ 1")
      try validate(probability: probability)
    case .rotate(let degrees):
      try validate(degrees, "degrees", within: -360...360, "in −360 … 360")
    case .addToHue(let offset), .addToSaturation(let offset):
      try validate(offset, "offset", within: -255...255, "in −255 … 255")
    case .multiplyAndAddToBrightness(let factor, let offset):
      try validate(factor, "factor", within: 0...255, "in 0 … 255")
      try validate(offset, "offset", within: -255...255, "in −255 … 255")
    }
  }

  private func validate(probability: Float) throws(AugmentationRecipeError) {
    guard probability >= 0 && probability <= 1 else {
      throw .outOfRange(
        operation: name, parameter: "probability", expected: "in 0 … 1", got: "\(probability)")
    }
  }

  private func validate(
    _ range: ClosedRange<Float>, _ parameter: String, within limits: ClosedRange<Float>,
    _ expected: String
  ) throws(AugmentationRecipeError) {
    guard limits.contains(range.lowerBound), limits.contains(range.upperBound) else {
      throw .outOfRange(
        operation: name, parameter: parameter, expected: expected,
        got: "\(range.lowerBound)...\(range.upperBound)")
    }
  }
}

extension AugmentationOperation: CustomStringConvertible {
  /// The name with its ranges, such as `rotate(-35.0...35.0)`.
  public var description: String {
    switch self {
    case .crop(let side): "\(name)(\(side))"
    case .flip(let probability): "\(name)(p \(probability))"
    case .reduceResolution(let scale, let probability): "\(name)(\(scale) p \(probability))"
    case .rotate(let degrees): "\(name)(\(degrees))"
    case .addToHue(let offset), .addToSaturation(let offset): "\(name)(\(offset))"
    case .multiplyAndAddToBrightness(let factor, let offset): "\(name)(\(factor) \(offset))"
    }
  }
}

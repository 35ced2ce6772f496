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

  /// Cuts a share, in 0 ≤ … < 0.5, off each edge of the turned view and enlarges the rest to its size
  /// (imgaug's `Crop`); the four shares are drawn separately.
  case cropEdges(share: ClosedRange<Float>)

  /// Blurs with a Gaussian whose standard deviation is in pixels of the view, 0 … 100.
  case gaussianBlur(sigma: ClosedRange<Float>)

  /// Raises samples, in 0 … 1, to a power in 0 … 10: with the probability one for each channel, else
  /// one for all (imgaug's `GammaContrast`).
  case gamma(exponent: ClosedRange<Float>, perChannel: Float)

  /// Adds normally distributed numbers of mean 0; the standard deviation is in levels, 0 … 255. With the
  /// probability the channels of a pixel get different ones (imgaug's `AdditiveGaussianNoise`).
  case gaussianNoise(deviation: ClosedRange<Float>, perChannel: Float)

  /// What JPEG leaves of the view: 0 hardly changes it, 100 is the lowest quality there is (imgaug's
  /// `JpegCompression`).
  case jpegCompression(strength: ClosedRange<Float>)

  /// Averages along a line in a window of 3 … 255 pixels a side, at an angle in degrees, with a
  /// direction in −1 … 1 (imgaug's `MotionBlur`).
  case motionBlur(
    size: ClosedRange<Float>, angle: ClosedRange<Float> = 0...360,
    direction: ClosedRange<Float> = -1...1)

  /// Blackens cells with a probability; a cell's side is a reciprocal: the grid has the share `size` of
  /// the view's pixels a side, at least 3. With the probability `perChannel` the channels have
  /// different cells (imgaug's `CoarseDropout`).
  case coarseDropout(
    probability: ClosedRange<Float>, size: ClosedRange<Float>, perChannel: Float)

  /// Fills `count` squares, 0 … 16, whose side is a share of the view's, with grey (imgaug's `Cutout`).
  case cutout(count: ClosedRange<Float>, size: ClosedRange<Float>)

  /// Whether this operation belongs to the one warp; the others change pixels of the view.
  var isGeometric: Bool {
    switch self {
    case .crop, .flip, .reduceResolution, .rotate, .cropEdges: true
    default: false
    }
  }

  /// The operation's name, as in ``description`` and in files.
  public var name: String { form.name }

  /// Checks that every range lies where the operation is defined.
  func validate() throws(AugmentationRecipeError) {
    for (parameter, range) in zip(form.parameters, ranges) {
      guard parameter.limits.contains(range.lowerBound), parameter.limits.contains(range.upperBound)
      else {
        throw .outOfRange(
          operation: name, parameter: parameter.name, expected: parameter.expectation,
          got: parameter.isProbability
            ? "\(range.lowerBound)" : "\(range.lowerBound)...\(range.upperBound)")
      }
    }
  }
}

extension AugmentationOperation: CustomStringConvertible {
  /// The name with its ranges, such as `rotate(-35.0...35.0)`.
  public var description: String {
    let texts = zip(form.parameters, ranges).map { parameter, range in
      parameter.isProbability ? "p \(range.lowerBound)" : "\(range)"
    }
    return "\(name)(\(texts.joined(separator: " ")))"
  }
}

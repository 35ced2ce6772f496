/// One change of a view's pixels with its drawn numbers.
public enum ViewChange: Sendable, Hashable {
  /// Adds to the hue, in units of which 255 are the full circle.
  ///
  /// Grey pixels have no hue and stay as they are.
  case addToHue(Float)

  /// Adds to the saturation of the HSV model, in units of 1/255, and clamps it to 0 … 255.
  ///
  /// Grey pixels count as red, as in OpenCV, so that a positive number tints them.
  case addToSaturation(Float)

  /// Changes the brightness.
  case brightness(BrightnessChange)

  /// Raises red, green and blue, in 0 … 1, to these powers (imgaug's `GammaContrast`).
  case gamma(SIMD3<Float>)

  /// Adds normally distributed numbers with this standard deviation, in levels.
  ///
  /// Without `perChannel` the three samples of a pixel get the same number. `key` names the numbers.
  case noise(deviation: Float, perChannel: Bool, key: UInt64)

  /// Convolves with a Gaussian of this standard deviation in pixels; the window is imgaug's.
  case gaussianBlur(sigma: Float)

  /// Compresses the view with JPEG's quality of 1 … 100 and 4:2:0 chroma, as Pillow does.
  case jpegCompression(quality: Int)

  /// Averages along a line.
  case motionBlur(MotionBlur)

  /// Blackens cells of a coarse grid.
  case dropout(CoarseDropout)

  /// Fills a square with grey of level 128; position and side are shares of the view.
  case cutout(x: Float, y: Float, side: Float)
}

/// A drawn coarse dropout: which cells of a grid over the view are black.
public struct CoarseDropout: Sendable, Hashable {
  /// The share of cells that are dropped.
  public var probability: Float
  /// The grid's cells across and down, as shares of the view's pixels; there are at least 3.
  public var gridShare: SIMD2<Float>
  /// Whether each channel has cells of its own.
  public var perChannel: Bool
  /// Names the random numbers.
  public var key: UInt64

  /// Makes a dropout.
  public init(probability: Float, gridShare: SIMD2<Float>, perChannel: Bool, key: UInt64) {
    self.probability = probability
    self.gridShare = gridShare
    self.perChannel = perChannel
    self.key = key
  }
}

extension ViewChange: CustomStringConvertible {
  /// The operation and its numbers, such as `hue +12.5`.
  public var description: String {
    switch self {
    case .addToHue(let offset): "hue \(signed(offset))"
    case .addToSaturation(let offset): "saturation \(signed(offset))"
    case .brightness(let change): change.description
    case .gamma(let powers) where powers.x == powers.y && powers.y == powers.z:
      "gamma \(rounded(powers.x))"
    case .gamma(let powers):
      "gamma \(rounded(powers.x)), \(rounded(powers.y)), \(rounded(powers.z))"
    case .noise(let deviation, let perChannel, _):
      "noise \(rounded(deviation))\(perChannel ? " per channel" : "")"
    case .gaussianBlur(let sigma): "blur \(rounded(sigma))"
    case .jpegCompression(let quality): "JPEG quality \(quality)"
    case .motionBlur(let blur): "motion blur \(blur.size) at \(rounded(blur.degrees.rounded()))°"
    case .dropout(let dropout):
      "dropout \(rounded(100 * dropout.probability)) %\(dropout.perChannel ? " per channel" : "")"
    case .cutout(let x, let y, let side):
      "cutout \(rounded(side)) at \(rounded(x)), \(rounded(y))"
    }
  }
}

/// The number with a sign and at most one decimal.
func signed(_ number: Float) -> String {
  let tenths = (number * 10).rounded() / 10
  return tenths < 0 ? "−\(rounded(-tenths))" : "+\(rounded(tenths))"
}

/// The number with at most two decimals, and none where it is whole.
func rounded(_ number: Float) -> String {
  let hundredths = (number * 100).rounded() / 100
  return hundredths == hundredths.rounded() ? "\(Int(hundredths))" : "\(hundredths)"
}

import ImageCodecs

/// How a picture becomes the pixels that a network reads.
public enum PicturePreparation: Sendable, Hashable {
  /// The square in the middle of the picture, scaled to `size` pixels a side: what encoders trained
  /// here read.
  case center(_ size: Int)
  /// The whole picture, its shorter side scaled to `size` pixels: what the AugNet authors' published
  /// encoder reads.
  ///
  /// See ``Image/shortSide(resizedTo:)`` for the sizes and the interpolation, which are those of the
  /// authors' program. Of a picture more than eight times as long as it is wide, or the other way
  /// round, the middle part of that form is read.
  case shortSide(_ size: Int)

  /// What the authors' published weights expect.
  public static let published = PicturePreparation.shortSide(350)

  /// The largest size that is accepted, in pixels.
  public static let largestSize = 4096

  /// The longest form of a picture that is read whole.
  private static let longestForm = 8

  /// Pixels of the shorter side.
  public var size: Int {
    switch self {
    case .center(let size), .shortSide(let size): size
    }
  }

  /// The part of `image` that is read whole: all of it, unless it is very long.
  func withoutFarEnds(_ image: Image) -> Image {
    let longest = Self.longestForm * min(image.width, image.height)
    let (width, height) = (min(image.width, longest), min(image.height, longest))
    if width == image.width && height == image.height { return image }
    return image.cropped(
      x: (image.width - width) / 2, y: (image.height - height) / 2, width: width, height: height)
  }
}

extension PicturePreparation: LosslessStringConvertible {
  /// The name that ``init(_:)`` reads: `center224` or `short350`.
  public var description: String {
    switch self {
    case .center(let size): "center\(size)"
    case .shortSide(let size): "short\(size)"
    }
  }

  /// Reads a name; nil if it is none, or the size is not one in 1 … ``largestSize``.
  public init?(_ name: String) {
    for (word, make) in [("center", Self.center), ("short", Self.shortSide)]
    where name.hasPrefix(word) {
      guard let size = Int(name.dropFirst(word.count)), (1...Self.largestSize).contains(size),
        name == "\(word)\(size)"
      else { return nil }
      self = make(size)
      return
    }
    return nil
  }
}

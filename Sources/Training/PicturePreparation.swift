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

  /// The sizes that ``center(_:)`` may have, in pixels.
  public static let centerSizes = 1...4096

  /// The sizes that ``shortSide(_:)`` may have, in pixels: fewer, since the other side may be longer.
  public static let shortSideSizes = 1...1024

  /// The longest form of a picture that is read whole.
  private static let longestForm = 8

  /// Pixels of the shorter side.
  public var size: Int {
    switch self {
    case .center(let size), .shortSide(let size): size
    }
  }

  /// Whether pictures are read whole, so that they stay of many sizes.
  package var isWhole: Bool {
    switch self {
    case .center: false
    case .shortSide: true
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

  /// Reads a name; nil if it is none, or the size is not one of ``centerSizes`` or ``shortSideSizes``.
  public init?(_ name: String) {
    guard let size = Int(name.drop { $0.isLetter }) else { return nil }
    switch name {
    case "center\(size)" where Self.centerSizes.contains(size): self = .center(size)
    case "short\(size)" where Self.shortSideSizes.contains(size): self = .shortSide(size)
    default: return nil
    }
  }
}

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
  /// authors' program. Only a picture that is more than eight times as long as it is wide, or the other way
  /// round, and would have more than 2²² pixels, 34 · 350² of them, is not read whole: its middle is, as much
  /// of it as these limits allow. So the memory that a picture can ask for is bounded.
  case shortSide(_ size: Int)

  /// What the authors' published weights expect.
  public static let published = PicturePreparation.shortSide(350)

  /// The sizes that ``center(_:)`` may have, in pixels.
  public static let centerSizes = 1...4096

  /// The sizes that ``shortSide(_:)`` may have, in pixels: fewer, since the other side may be longer.
  public static let shortSideSizes = 1...1024

  /// A picture up to this form is read whole.
  private static let longForm = 8
  /// So is any that has no more pixels when it is scaled.
  private static let mostPixels = 1 << 22

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

  /// The part of `image` that is read whole: all of it, unless it is extremely long.
  func withoutFarEnds(_ image: Image) -> Image {
    let form = max(Self.longForm, Self.mostPixels / (size * size))
    let (longest, isTooLong) = min(image.width, image.height).multipliedReportingOverflow(by: form)
    if isTooLong { return image }
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

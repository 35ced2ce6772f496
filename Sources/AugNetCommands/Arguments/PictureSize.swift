import AugNet

/// The size a picture is wanted in.
package enum PictureSize: Sendable, Equatable {
  /// Both sides, whatever becomes of the proportions.
  case exactly(width: Int, height: Int)
  /// The shorter side; the other one follows.
  case shortSide(Int)

  /// The most pixels of a side that can be asked for.
  static let largestSide = 65_535

  /// Reads `640x480` or `350`.
  package init?(_ text: String) {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.allSatisfy({ $0.map { (1...Self.largestSide).contains($0) } ?? false }) else {
      return nil
    }
    switch (sides.count, sides.first ?? nil, sides.last ?? nil) {
    case (1, let side?, _): self = .shortSide(side)
    case (2, let width?, let height?): self = .exactly(width: width, height: height)
    default: return nil
    }
  }

  /// The image in this size.
  ///
  /// - Throws: ``CommandFailure`` if it would have more pixels than a picture may.
  package func resized(_ image: Image, by interpolation: Interpolation) throws -> Image {
    var (width, height) = (0, 0)
    switch self {
    case .exactly(let newWidth, let newHeight): (width, height) = (newWidth, newHeight)
    case .shortSide(let side):
      let (short, long) = (min(image.width, image.height), max(image.width, image.height))
      (width, height) = (side, side * long / short)
    }
    let limit = DecodingLimits.standard.maximumPixelCount
    guard width * height <= limit else {
      throw CommandFailure(
        "\(width) × \(height) pixels are more than the limit of \(limit); choose a smaller --size")
    }
    switch self {
    case .exactly: return image.resized(toWidth: width, height: height, by: interpolation)
    case .shortSide(let side): return image.shortSide(resizedTo: side, by: interpolation)
    }
  }
}

extension ValueSyntax where Value == PictureSize {
  /// A size of a picture.
  package static var pictureSize: Self {
    Self("a size such as 640x480, or a number of pixels") { PictureSize($0) }
  }
}

extension ValueSyntax where Value == Double {
  /// A finite number of at least 0.
  package static var numberOfAtLeastZero: Self {
    Self("a number ≥ 0") { text in
      Double(text).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
    }
  }
}

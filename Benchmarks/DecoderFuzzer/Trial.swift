import ImageCodecs

/// What decoding one input gave, and whether that may be.
struct Trial {
  /// Pictures of no more pixels, and no more working memory than a few of them need.
  static let limits = DecodingLimits(
    maximumPixelCount: 1 << 18, maximumEncodedByteCount: 1 << 20, maximumWorkingByteCount: 1 << 22)

  /// Whether an image came.
  let isImage: Bool
  /// What is wrong with the outcome; `nil` if it is an image within the limits or a proper error.
  let fault: String?

  /// Decodes `file` in a way that its number chooses.
  init(_ file: [UInt8], number: Int) {
    let options = DecodingOptions(
      limits: Self.limits, appliesOrientation: number % 2 == 0, acceptsDamage: number % 3 == 0,
      minimumShortSide: number % 5 == 0 ? 1 + number % 64 : nil)
    do throws(ImageDecodingError) {
      let picture = try DecodedPicture(decoding: file, options: options)
      isImage = true
      let (image, count) = (picture.image, picture.storedWidth * picture.storedHeight)
      fault =
        count > Self.limits.maximumPixelCount || image.width * image.height > count
        ? "\(image.width) × \(image.height) pixels of \(count) came"
        : picture.damage != nil && !options.acceptsDamage ? "damage was accepted" : nil
    } catch {
      isImage = false
      fault = "\(error)".contains("\n") ? "the message has several lines" : nil
    }
  }
}

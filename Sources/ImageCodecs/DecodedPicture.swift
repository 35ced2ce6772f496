/// An image, and what its decoder found out besides.
public struct DecodedPicture: Sendable, Equatable {
  /// The pixels, upright unless ``DecodingOptions/appliesOrientation`` is off.
  public let image: Image
  /// The format that the first bytes told.
  public let format: ImageFormat
  /// Pixels in a row as stored: before a turn, and before a smaller scale.
  public let storedWidth: Int
  /// Rows as stored: before a turn, and before a smaller scale.
  public let storedHeight: Int
  /// Why not all of the picture was there.
  ///
  /// It is `nil` unless ``DecodingOptions/acceptsDamage`` is on and the picture is damaged. Samples
  /// that did not come are 0, or what the format puts there.
  public let damage: ImageDecodingError?

  /// Gathers what a decoder found; without a stored size it is that of the image.
  init(
    image: Image, format: ImageFormat, storedWidth: Int? = nil, storedHeight: Int? = nil,
    damage: ImageDecodingError? = nil
  ) {
    self.image = image
    self.format = format
    self.storedWidth = storedWidth ?? image.width
    self.storedHeight = storedHeight ?? image.height
    self.damage = damage
  }

  /// Decodes a picture, whose format its first bytes tell.
  ///
  /// Samples of 16 bits are reduced to their high byte in PNG, as OpenCV and libpng do, and scaled
  /// by the stated maximum in PNM. Palettes become ``Image/ColorModel/rgb``, or
  /// ``Image/ColorModel/rgba`` if they have transparent colours. Gamma and colour profiles are not
  /// applied. JPEG gives ``Image/ColorModel/gray`` or ``Image/ColorModel/rgb``.
  ///
  /// - Throws: ``ImageDecodingError``; sizes are checked against the limits, and against what the
  ///   bytes can hold, before memory is taken.
  public init(
    decoding bytes: Span<UInt8>, options: DecodingOptions = .standard
  ) throws(ImageDecodingError) {
    let limit = options.limits.maximumEncodedByteCount
    if bytes.count > limit { throw .tooManyBytes(count: bytes.count, limit: limit) }
    self =
      switch try ImageFormat(of: bytes) {
      case .png: try PNGDecoder.decode(bytes, options: options)
      case .pnm: try PNMDecoder.decode(bytes, options: options)
      case .jpeg: try JPEGDecoder.decode(bytes, options: options)
      case .bmp: try BMPDecoder.decode(bytes, options: options)
      }
  }

  /// Decodes a picture, whose format its first bytes tell.
  ///
  /// - Throws: ``ImageDecodingError``.
  public init(
    decoding bytes: [UInt8], options: DecodingOptions = .standard
  ) throws(ImageDecodingError) {
    try self.init(decoding: bytes.span, options: options)
  }
}

extension Image {
  /// Decodes a picture, whose format its first bytes tell, as
  /// ``DecodedPicture/init(decoding:options:)`` does.
  ///
  /// - Throws: ``ImageDecodingError``.
  public init(
    decoding bytes: Span<UInt8>, options: DecodingOptions = .standard
  ) throws(ImageDecodingError) {
    self = try DecodedPicture(decoding: bytes, options: options).image
  }

  /// Decodes a picture, whose format its first bytes tell, as
  /// ``DecodedPicture/init(decoding:options:)`` does.
  ///
  /// - Throws: ``ImageDecodingError``.
  public init(
    decoding bytes: [UInt8], options: DecodingOptions = .standard
  ) throws(ImageDecodingError) {
    try self.init(decoding: bytes.span, options: options)
  }
}

extension Image {
  /// Decodes a picture, whose format its first bytes tell.
  ///
  /// Samples of 16 bits are reduced to their high byte in PNG, as OpenCV and libpng do, and scaled
  /// by the stated maximum in PNM. Palettes become ``ColorModel/rgb``, or ``ColorModel/rgba`` if
  /// they have transparent colours. Gamma and colour profiles are not applied. JPEG gives
  /// ``ColorModel/gray`` or ``ColorModel/rgb``.
  ///
  /// - Parameter appliesOrientation: Whether pixels are turned as Exif data in a JPEG file say, as
  ///   OpenCV's `imread` does.
  /// - Throws: ``ImageDecodingError``; sizes are checked against `limits`, and against what the
  ///   bytes can hold, before memory is taken.
  public init(
    decoding bytes: Span<UInt8>, limits: DecodingLimits = .standard, appliesOrientation: Bool = true
  ) throws(ImageDecodingError) {
    if bytes.count > limits.maximumEncodedByteCount {
      throw .tooManyBytes(count: bytes.count, limit: limits.maximumEncodedByteCount)
    }
    self =
      switch try ImageFormat(of: bytes) {
      case .png: try PNGDecoder.decode(bytes, limits: limits)
      case .pnm: try PNMDecoder.decode(bytes, limits: limits)
      case .jpeg:
        try JPEGDecoder.decode(bytes, limits: limits, appliesOrientation: appliesOrientation)
      case .bmp: try BMPDecoder.decode(bytes, limits: limits)
      }
  }

  /// Decodes a picture, whose format its first bytes tell.
  ///
  /// - Throws: ``ImageDecodingError``.
  public init(
    decoding bytes: [UInt8], limits: DecodingLimits = .standard, appliesOrientation: Bool = true
  ) throws(ImageDecodingError) {
    try self.init(decoding: bytes.span, limits: limits, appliesOrientation: appliesOrientation)
  }
}

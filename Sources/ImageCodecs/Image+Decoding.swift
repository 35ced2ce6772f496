extension Image {
  /// Decodes a picture, whose format its first bytes tell.
  ///
  /// Samples of 16 bits are reduced to their high byte in PNG, as OpenCV and libpng do, and scaled
  /// by the stated maximum in PNM. Palettes become ``ColorModel/rgb``, or ``ColorModel/rgba`` if
  /// they have transparent colours. Gamma and colour profiles are not applied.
  ///
  /// - Throws: ``ImageDecodingError``; sizes are checked against `limits`, and against what the
  ///   bytes can hold, before memory is taken.
  public init(
    decoding bytes: Span<UInt8>, limits: DecodingLimits = .standard
  ) throws(ImageDecodingError) {
    if bytes.count > limits.maximumEncodedByteCount {
      throw .tooManyBytes(count: bytes.count, limit: limits.maximumEncodedByteCount)
    }
    self =
      switch try ImageFormat(of: bytes) {
      case .png: try PNGDecoder.decode(bytes, limits: limits)
      case .pnm: try PNMDecoder.decode(bytes, limits: limits)
      }
  }

  /// Decodes a picture, whose format its first bytes tell.
  ///
  /// - Throws: ``ImageDecodingError``.
  public init(
    decoding bytes: [UInt8], limits: DecodingLimits = .standard
  ) throws(ImageDecodingError) {
    try self.init(decoding: bytes.span, limits: limits)
  }
}

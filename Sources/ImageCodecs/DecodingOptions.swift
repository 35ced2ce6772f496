/// How a picture is to be decoded.
public struct DecodingOptions: Sendable, Equatable {
  /// What a decoder may take on, checked before memory is taken.
  public var limits: DecodingLimits

  /// Whether pixels are turned as Exif data in a file say, as OpenCV's `imread` does.
  public var appliesOrientation: Bool

  /// Whether a picture that is cut short or damaged gives the part that was there, and the damage is
  /// told beside it (``DecodedPicture/damage``), instead of an error.
  ///
  /// Of a picture whose header cannot be read there is no part: it is an error all the same, and so
  /// is a picture beyond the limits.
  public var acceptsDamage: Bool

  /// A hint: the decoder may deliver a smaller scale whose short side is still at least this.
  ///
  /// In pixels. Only JPEG does, by 1/2, 1/4 or 1/8; `nil` asks for the full size.
  public var minimumShortSide: Int?

  /// Standard limits, upright, undamaged and in full size.
  public static let standard = DecodingOptions()

  /// Sets options.
  public init(
    limits: DecodingLimits = .standard, appliesOrientation: Bool = true,
    acceptsDamage: Bool = false, minimumShortSide: Int? = nil
  ) {
    self.limits = limits
    self.appliesOrientation = appliesOrientation
    self.acceptsDamage = acceptsDamage
    self.minimumShortSide = minimumShortSide
  }
}

/// What a decoder is allowed to take on, checked before it allocates anything.
public struct DecodingLimits: Sendable, Equatable {
  /// The most pixels of an image.
  public let maximumPixelCount: Int
  /// The most bytes of an encoded picture.
  public let maximumEncodedByteCount: Int

  /// The most bytes that a decoder may need besides those of the image and the file, for what it
  /// has to collect before there are pixels: the coefficients of a progressive JPEG.
  public let maximumWorkingByteCount: Int

  /// The most pixels of an image for each byte of the encoded picture.
  public let maximumPixelsPerEncodedByte: Int

  /// 2²⁸ pixels (16384 × 16384), 2³⁰ bytes, 2³¹ working bytes, and 8256 pixels a byte: deflate makes
  /// at most 1032 bytes of one, so that no PNG of even one bit a pixel has more.
  public static let standard = DecodingLimits()

  /// Sets limits; more than 2⁴⁰ of any is taken as 2⁴⁰.
  public init(
    maximumPixelCount: Int = 1 << 28, maximumEncodedByteCount: Int = 1 << 30,
    maximumWorkingByteCount: Int = 1 << 31, maximumPixelsPerEncodedByte: Int = 8 * 1032
  ) {
    // So that no product of a permitted number and a pixel's size can overflow.
    self.maximumPixelCount = min(maximumPixelCount, 1 << 40)
    self.maximumEncodedByteCount = min(maximumEncodedByteCount, 1 << 40)
    self.maximumWorkingByteCount = min(maximumWorkingByteCount, 1 << 40)
    self.maximumPixelsPerEncodedByte = min(maximumPixelsPerEncodedByte, 1 << 40)
  }
}

extension DecodingLimits {
  /// The number of pixels of an image that `encodedByteCount` bytes hold, if it is permitted.
  func pixelCount(
    width: Int, height: Int, encodedByteCount: Int
  ) throws(ImageDecodingError) -> Int {
    let (count, overflows) = width.multipliedReportingOverflow(by: height)
    if overflows || count > maximumPixelCount {
      throw .tooManyPixels(width: width, height: height, limit: maximumPixelCount)
    }
    if encodedByteCount < count / max(maximumPixelsPerEncodedByte, 1) {
      throw .tooFewBytes(
        width: width, height: height, byteCount: encodedByteCount,
        pixelsPerByteLimit: maximumPixelsPerEncodedByte)
    }
    return count
  }

  /// Throws if a decoder may not take so much memory.
  func checkWorkingMemory(byteCount: Int) throws(ImageDecodingError) {
    if byteCount > maximumWorkingByteCount {
      throw .tooMuchWorkingMemory(byteCount: byteCount, limit: maximumWorkingByteCount)
    }
  }
}

/// Why bytes could not be decoded as a picture.
public enum ImageDecodingError: Error, Equatable, Sendable {
  /// There are no bytes.
  case empty
  /// The first bytes are those of no known picture format.
  case unrecognizedFormat
  /// The bytes are a picture of a known format that has no decoder here.
  case unsupportedFormat(name: String)
  /// The bytes end too early: at `offset`, `expectedBytes` were to come, of `availableBytes`.
  case truncated(format: ImageFormat, offset: Int, expectedBytes: Int, availableBytes: Int)
  /// What stands at `offset` contradicts the format.
  case malformed(format: ImageFormat, offset: Int, reason: String)
  /// The picture has more pixels than ``DecodingLimits/maximumPixelCount``.
  case tooManyPixels(width: Int, height: Int, limit: Int)
  /// There are more bytes than ``DecodingLimits/maximumEncodedByteCount``.
  case tooManyBytes(count: Int, limit: Int)
  /// The picture has more pixels for its bytes than ``DecodingLimits/maximumPixelsPerEncodedByte``.
  case tooFewBytes(width: Int, height: Int, byteCount: Int, pixelsPerByteLimit: Int)
  /// Decoding takes more memory than ``DecodingLimits/maximumWorkingByteCount``.
  case tooMuchWorkingMemory(byteCount: Int, limit: Int)
}

extension ImageDecodingError: CustomStringConvertible {
  /// One line: what is wrong, where, and what helps.
  public var description: String {
    switch self {
    case .empty:
      "the file is empty"
    case .unrecognizedFormat:
      "not a picture (\(ImageFormat.supportedNames) are supported)"
    case .unsupportedFormat(let name):
      "\(name) is not supported yet; convert it to one of \(ImageFormat.supportedNames)"
    case .truncated(let format, let offset, let expected, let available):
      "\(format.rawValue) is cut short: at byte \(offset), \(expected) more bytes are needed,"
        + " and \(available) are there"
    case .malformed(let format, let offset, let reason):
      "\(format.rawValue) is damaged at byte \(offset): \(reason)"
    case .tooManyPixels(let width, let height, let limit):
      "\(width) × \(height) pixels are more than the limit of \(limit) pixels"
    case .tooManyBytes(let count, let limit):
      "\(count) bytes are more than the limit of \(limit) bytes"
    case .tooFewBytes(let width, let height, let byteCount, let limit):
      "\(width) × \(height) pixels from \(byteCount) bytes are more than the limit of \(limit) pixels"
        + " a byte; the file is cut short or a decompression bomb"
    case .tooMuchWorkingMemory(let count, let limit):
      "decoding takes \(count) bytes of memory, more than the limit of \(limit) bytes"
    }
  }
}

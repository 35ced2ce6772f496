/// What is wrong with the contents of a NumPy array file, or what this library does not read.
public enum NumPyError: Error, Equatable, Sendable {
  /// The file does not begin as a NumPy array file does.
  case notNumPy
  /// The format's version is not 1.0, 2.0 or 3.0.
  case unsupportedVersion(major: UInt8, minor: UInt8)
  /// The file ends within its header, or the header is longer than NumPy itself accepts.
  case headerLength(stated: Int, limit: Int)
  /// The header is not the dictionary that the format asks for, from byte `offset` of the file on.
  case malformedHeader(offset: Int, expected: String)
  /// The elements are neither truth values, integers nor floating-point numbers of at most 64 bits.
  case unsupportedElementType(String)
  /// The extents multiply to more than can be addressed.
  case sizeOverflow
  /// The shape needs `needed` bytes of elements, the file holds `given`.
  case lengthMismatch(needed: Int, given: Int)
}

extension NumPyError: CustomStringConvertible {
  /// One line in plain words.
  public var description: String {
    switch self {
    case .notNumPy:
      "not a NumPy array file (.npy)"
    case .unsupportedVersion(let major, let minor):
      "NumPy array file of version \(major).\(minor); versions 1.0, 2.0 and 3.0 can be read"
    case .headerLength(let stated, let limit):
      "the NumPy header would have \(stated) bytes, at most \(limit) are possible"
    case .malformedHeader(let offset, let expected):
      "malformed NumPy header at byte \(offset): expected \(expected)"
    case .unsupportedElementType(let type):
      "NumPy elements of type '\(printable(type))'; truth values, integers and floating-point "
        + "numbers of at most 64 bits can be read"
    case .sizeOverflow:
      "the NumPy array's shape is too large"
    case .lengthMismatch(let needed, let given):
      "the NumPy array's shape needs \(needed) bytes, the file holds \(given)"
    }
  }
}

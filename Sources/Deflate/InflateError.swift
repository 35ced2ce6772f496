/// Why a compressed stream could not be decompressed.
package enum InflateError: Error, Equatable, Sendable {
  /// The two bytes at the beginning are not those of a zlib stream (RFC 1950).
  case invalidHeader
  /// The stream needs a dictionary that is not part of it.
  case needsDictionary
  /// The stream ends before its last block does.
  case truncated
  /// A block of the reserved type.
  case invalidBlockType
  /// The length of a stored block and its complement do not agree.
  case invalidStoredLength
  /// A dynamic block's description of its codes contradicts itself.
  case invalidCodeLengths
  /// A bit sequence that no symbol has.
  case invalidCode
  /// A reference to before the beginning of the output.
  case invalidDistance
  /// The stream holds more than `expected` bytes.
  case excessOutput(expected: Int)
  /// The stream holds fewer bytes than expected.
  case missingOutput(expected: Int, got: Int)
  /// The checksum at the end is not that of the output.
  case checksumMismatch
}

extension InflateError: CustomStringConvertible {
  /// What is wrong, in one line.
  package var description: String {
    switch self {
    case .invalidHeader: "compressed data does not begin with a zlib header"
    case .needsDictionary: "compressed data needs a preset dictionary"
    case .truncated: "compressed data ends too early"
    case .invalidBlockType: "compressed data has a block of the reserved type"
    case .invalidStoredLength: "compressed data has a stored block with a wrong length"
    case .invalidCodeLengths: "compressed data has an impossible Huffman code"
    case .invalidCode: "compressed data has a code that stands for nothing"
    case .invalidDistance: "compressed data refers to before its beginning"
    case .excessOutput(let expected):
      "compressed data holds more than the expected \(expected) bytes"
    case .missingOutput(let expected, let got):
      "compressed data holds \(got) bytes instead of the expected \(expected)"
    case .checksumMismatch: "decompressed data does not match its checksum"
    }
  }
}

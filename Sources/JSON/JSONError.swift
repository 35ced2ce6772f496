/// Why a text is not JSON, and where.
package struct JSONError: Error, Equatable, CustomStringConvertible {
  /// What is wrong.
  package enum Reason: Sendable, Equatable {
    case endOfText(expected: String)
    case unexpectedByte(UInt8, expected: String)
    case duplicateName(String)
    case invalidEscape
    case loneSurrogate
    case invalidUTF8
    case controlCharacter(UInt8)
    case numberOutOfRange
    case nestedTooDeeply(limit: Int)
  }

  /// What is wrong.
  package let reason: Reason

  /// Where, in bytes from the start of the text.
  package let offset: Int

  /// The line, from 1.
  package let line: Int

  /// The byte in that line, from 1.
  package let column: Int

  init(_ reason: Reason, at offset: Int, in bytes: [UInt8]) {
    self.reason = reason
    self.offset = offset
    let before = bytes.prefix(offset)
    line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    column = offset - (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1)
  }

  package var description: String {
    "line \(line), column \(column): \(reason.description)"
  }
}

extension JSONError.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .endOfText(let expected): "the text ends where \(expected) should be"
    case .unexpectedByte(let byte, let expected): "expected \(expected), got \(Self.name(of: byte))"
    case .duplicateName(let name): "the name \"\(Self.shortened(name))\" occurs twice in one object"
    case .invalidEscape: "invalid escape in a string"
    case .loneSurrogate: "a string escapes half of a surrogate pair"
    case .invalidUTF8: "a string is not valid UTF-8"
    case .controlCharacter(let byte): "a string holds the control character \(Self.name(of: byte))"
    case .numberOutOfRange: "a number is beyond the range of double precision"
    case .nestedTooDeeply(let limit): "values are nested more than \(limit) deep"
    }
  }

  private static func name(of byte: UInt8) -> String {
    (0x21...0x7E).contains(byte)
      ? "'\(Unicode.Scalar(byte))'"
      : "byte 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
  }

  /// A name from a file, safe for a one-line message: no control characters, at most 60 characters.
  private static func shortened(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars.prefix(60) {
      result.unicodeScalars.append(scalar.value < 32 || scalar.value == 127 ? "?" : scalar)
    }
    return name.unicodeScalars.count > 60 ? result + "…" : result
  }
}

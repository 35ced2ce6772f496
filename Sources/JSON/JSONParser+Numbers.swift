extension JSONParser {
  /// Reads a number, which starts at `position`.
  mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = position
    var isWhole = true
    let isNegative = consume(UInt8(ascii: "-"))
    if consume(UInt8(ascii: "0")) {
      if let next, isDigit(next) { throw unexpected("no digit after a leading zero") }
    } else {
      try skipDigits()
    }
    if consume(UInt8(ascii: ".")) {
      isWhole = false
      try skipDigits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isWhole = false
      position += 1
      if !consume(UInt8(ascii: "+")) { _ = consume(UInt8(ascii: "-")) }
      try skipDigits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    // −0 stays a double, since an integer has no sign for zero.
    if isWhole, let value = Int64(text), value != 0 || !isNegative { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw error(.numberOutOfRange, at: start)
    }
    return .number(value)
  }

  private mutating func skipDigits() throws(JSONError) {
    guard let next, isDigit(next) else { throw unexpected("a digit") }
    while let next = self.next, isDigit(next) { position += 1 }
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}

extension JSONValue {
  /// Reads one JSON text (RFC 8259, nothing beyond it).
  ///
  /// Comments, trailing commas, a byte order mark, lone surrogates, and names that occur twice in
  /// one object are errors. Whole numbers beyond 64 bits become the nearest double.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8.
  ///   - depthLimit: How deep arrays and objects may be nested.
  package init(parsing bytes: [UInt8], depthLimit: Int = 64) throws(JSONError) {
    var parser = JSONParser(bytes: bytes, depthLimit: depthLimit)
    self = try parser.parseText()
  }

  /// Reads one JSON text; see ``init(parsing:depthLimit:)``.
  package init(parsing text: String, depthLimit: Int = 64) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), depthLimit: depthLimit)
  }
}

/// Where the reading of a JSON text stands.
struct JSONParser {
  let bytes: [UInt8]
  let depthLimit: Int
  var position = 0

  init(bytes: [UInt8], depthLimit: Int) {
    self.bytes = bytes
    self.depthLimit = depthLimit
  }

  /// The byte that comes next; nil at the end.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  func error(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
    JSONError(reason, at: offset ?? position, in: bytes)
  }

  /// The error for what comes next when `expected` should come.
  func unexpected(_ expected: String) -> JSONError {
    if let next {
      error(.unexpectedByte(next, expected: expected))
    } else {
      error(.endOfText(expected: expected))
    }
  }

  mutating func parseText() throws(JSONError) -> JSONValue {
    skipSpace()
    let value = try parseValue(depth: 0)
    skipSpace()
    guard next == nil else { throw unexpected("the end of the text") }
    return value
  }

  private mutating func parseValue(depth: Int) throws(JSONError) -> JSONValue {
    guard let next else { throw unexpected("a value") }
    switch next {
    case UInt8(ascii: "{"): return .object(try parseObject(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try parseArray(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    default: throw unexpected("a value")
    }
  }

  private mutating func parseObject(depth: Int) throws(JSONError) -> JSONObject {
    guard depth <= depthLimit else { throw error(.nestedTooDeeply(limit: depthLimit)) }
    position += 1
    var object = JSONObject()
    skipSpace()
    if consume(UInt8(ascii: "}")) { return object }
    while true {
      let start = position
      guard next == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
      let name = try parseString()
      skipSpace()
      guard consume(UInt8(ascii: ":")) else { throw unexpected("':'") }
      skipSpace()
      let value = try parseValue(depth: depth)
      guard object.append(name, value) else { throw error(.duplicateName(name), at: start) }
      skipSpace()
      if consume(UInt8(ascii: "}")) { return object }
      guard consume(UInt8(ascii: ",")) else { throw unexpected("',' or '}'") }
      skipSpace()
    }
  }

  private mutating func parseArray(depth: Int) throws(JSONError) -> [JSONValue] {
    guard depth <= depthLimit else { throw error(.nestedTooDeeply(limit: depthLimit)) }
    position += 1
    var elements: [JSONValue] = []
    skipSpace()
    if consume(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try parseValue(depth: depth))
      skipSpace()
      if consume(UInt8(ascii: "]")) { return elements }
      guard consume(UInt8(ascii: ",")) else { throw unexpected("',' or ']'") }
      skipSpace()
    }
  }

  private mutating func parseWord(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    for byte in word.description.utf8 {
      guard consume(byte) else { throw unexpected("'\(word)'") }
    }
    return value
  }

  mutating func consume(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }
}

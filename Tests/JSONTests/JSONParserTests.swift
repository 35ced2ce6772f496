import JSON
import TestSupport
import Testing

struct JSONParserTests {
  @Test func readsEveryKindOfValue() throws {
    let text = """
      {"a": [1, -2.5, 1e3, 0, -0, true, false, null], "b": {"c": "d"}, "": "", "e": [], "f": {} }
      """
    let value = try JSONValue(parsing: text)
    let expected: JSONValue = [
      "a": [1, -2.5, 1000.0, 0, .number(-0.0), true, false, nil], "b": ["c": "d"], "": "", "e": [],
      "f": [:],
    ]
    #expect(value == expected)
    #expect(value.objectValue?.names == ["a", "b", "", "e", "f"])
    #expect(value["b"]?["c"]?.stringValue == "d")
    #expect(value["a"]?[1]?.doubleValue == -2.5)
    #expect(value["a"]?[2]?.integerValue == 1000)
    #expect(value["a"]?[5]?.boolValue == true)
    #expect(value["a"]?[8] == nil)
    #expect(value["z"] == nil)
    guard case .number(let zero)? = value["a"]?[4] else {
      Issue.record("−0 is not a double")
      return
    }
    #expect(zero.sign == .minus)
  }

  @Test func readsNumbersExactly() throws {
    let integers: [(String, Int64)] = [
      ("9223372036854775807", .max), ("-9223372036854775808", .min),
      ("9007199254740993", 9_007_199_254_740_993),
    ]
    for (text, value) in integers {
      #expect(try JSONValue(parsing: text) == .integer(value))
    }
    let doubles: [(String, Double)] = [
      ("9223372036854775808", 0x1p63), ("0.1", 0.1), ("5e-324", .leastNonzeroMagnitude),
      ("1E-400", 0),
      ("1.7976931348623157e308", .greatestFiniteMagnitude), ("1.0", 1), ("2e+2", 200),
    ]
    for (text, value) in doubles {
      #expect(try JSONValue(parsing: text) == .number(value))
    }
  }

  @Test func readsEscapes() throws {
    let text = #""\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude00\u0000 é€😀""#
    #expect(
      try JSONValue(parsing: text) == .string("\"\\/\u{8}\u{C}\n\r\té€😀\0 é€😀"))
  }

  @Test func tellsNamesApartByTheirBytes() throws {
    let value = try JSONValue(parsing: #"{"\u00e9": 1, "e\u0301": 2}"#)
    #expect(value["\u{e9}"] == 1)
    #expect(value["e\u{301}"] == 2)
  }

  @Test(arguments: [
    ("", 0, JSONError.Reason.endOfText(expected: "a value")),
    (" [1,]", 4, .unexpectedByte(UInt8(ascii: "]"), expected: "a value")),
    ("{\"a\":1,}", 7, .unexpectedByte(UInt8(ascii: "}"), expected: "a name in quotes")),
    ("{\"a\" 1}", 5, .unexpectedByte(UInt8(ascii: "1"), expected: "':'")),
    ("[1 2]", 3, .unexpectedByte(UInt8(ascii: "2"), expected: "',' or ']'")),
    ("{\"a\":1", 6, .endOfText(expected: "',' or '}'")),
    ("01", 1, .unexpectedByte(UInt8(ascii: "1"), expected: "no digit after a leading zero")),
    ("-", 1, .endOfText(expected: "a digit")),
    ("1.", 2, .endOfText(expected: "a digit")),
    ("1e+", 3, .endOfText(expected: "a digit")),
    ("+1", 0, .unexpectedByte(UInt8(ascii: "+"), expected: "a value")),
    ("1e309", 0, .numberOutOfRange),
    ("nul", 3, .endOfText(expected: "'null'")),
    ("NaN", 0, .unexpectedByte(UInt8(ascii: "N"), expected: "a value")),
    ("1 2", 2, .unexpectedByte(UInt8(ascii: "2"), expected: "the end of the text")),
    ("{\"a\":1,\"b\":2,\"a\":3}", 13, .duplicateName("a")),
    ("{\"a\":1,\"\\u0061\":3}", 7, .duplicateName("a")),
    ("\"abc", 4, .endOfText(expected: "'\"'")),
    ("\"a\u{1}\"", 2, .controlCharacter(1)),
    ("\"\\x\"", 1, .invalidEscape),
    ("\"\\u12g4\"", 5, .unexpectedByte(UInt8(ascii: "g"), expected: "a hexadecimal digit")),
    ("\"\\ud800\"", 1, .loneSurrogate),
    ("\"\\udc00\\ud800\"", 1, .loneSurrogate),
    ("\"\\ud800\\u0041\"", 1, .loneSurrogate),
    ("\u{FEFF}1", 0, .unexpectedByte(0xEF, expected: "a value")),
  ])
  func refuses(text: String, offset: Int, reason: JSONError.Reason) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.offset == offset)
    #expect(error?.reason == reason)
  }

  @Test(arguments: [[0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3]])
  func refusesInvalidUTF8(bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let error = #expect(throws: JSONError.self) {
      try JSONValue(parsing: [quote] + bytes + [quote])
    }
    #expect(error?.reason == .invalidUTF8)
  }

  @Test func limitsDepth() throws {
    let nested = { (depth: Int) in
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSONValue(parsing: nested(64))
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: nested(65)) }
    #expect(error?.reason == .nestedTooDeeply(limit: 64))
    #expect(throws: JSONError.self) {
      try JSONValue(parsing: String(repeating: "{\"a\":[", count: 1_000_000))
    }
  }

  @Test func namesLineAndColumn() {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "{\n  \"a\": 1,\n  b}") }
    #expect(error?.description == "line 3, column 3: expected a name in quotes, got 'b'")
  }

  @Test func mutatedTextsNeverTrap() throws {
    let text = Array(
      #"{"name":["\u00e9\ud83d\ude00",-12.5e-3,{"deep":[true,false,null]}],"n":123}"#.utf8)
    let alphabet = Array("{}[]\",:\\u0189eE+-.tfn \u{80}".utf8)
    var random = SeededRandom(11)
    for _ in 0..<50_000 {
      var bytes = text
      for _ in 0..<random.integer(in: 1...4) {
        let position = random.integer(in: 0...bytes.count - 1)
        switch random.integer(in: 0...3) {
        case 0: bytes[position] = random.element(of: alphabet)
        case 1: bytes[position] ^= UInt8(1 << random.integer(in: 0...7))
        case 2: if bytes.count > 1 { bytes.remove(at: position) }
        default: bytes.insert(random.element(of: alphabet), at: position)
        }
      }
      if let value = try? JSONValue(parsing: bytes) {
        #expect(try JSONValue(parsing: value.text()) == value, "seed \(random.seed)")
      }
    }
  }
}

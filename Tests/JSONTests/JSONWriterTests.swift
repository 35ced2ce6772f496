import Foundation
import JSON
import TestSupport
import Testing

struct JSONWriterTests {
  @Test func writesCompactly() {
    let value: JSONValue = [
      "a": [1, 2.5, nil, true, "x\"\\\n\r\t\u{1}\u{1F}/é😀"], "b": [:], "c": [], "d": ["e": -0.0],
    ]
    let expected =
      #"{"a":[1,2.5,null,true,"x\"\\\n\r\t\u0001\u001f/é😀"],"b":{},"c":[],"d":{"e":-0.0}}"#
    #expect(value.text() == expected)
  }

  @Test func writesPrettily() {
    let value: JSONValue = ["a": [1, 2], "b": [:], "c": ["d": false]]
    #expect(
      value.text(.pretty) == """
        {
          "a": [
            1,
            2
          ],
          "b": {},
          "c": {
            "d": false
          }
        }
        """)
  }

  @Test func writesNotFiniteNumbersAsNull() {
    let value: JSONValue = [.number(.nan), .number(.infinity), .number(-.infinity)]
    #expect(value.text() == "[null,null,null]")
  }

  @Test func numbersReadBackAsThemselves() throws {
    var random = SeededRandom(3)
    for _ in 0..<20_000 {
      var bits: UInt64 = 0
      for _ in 0..<4 { bits = bits << 16 | UInt64(random.integer(in: 0...0xFFFF)) }
      let number = Double(bitPattern: bits)
      guard number.isFinite else { continue }
      #expect(try JSONValue(parsing: JSONValue.number(number).text()) == .number(number))
      #expect(
        try JSONValue(parsing: JSONValue.integer(Int64(bitPattern: bits)).text())
          == .integer(Int64(bitPattern: bits)))
    }
  }

  @Test func floatsHaveTheirShortestDigits() {
    #expect(JSONValue(Float(0.1)).text() == "0.1")
    #expect(JSONValue(Float(16_777_216)).text() == "16777216.0")
    #expect(JSONValue(Float.nan).text() == "null")
  }

  @Test func anotherParserAgrees() throws {
    let value: JSONValue = [
      "text": "\u{0}\u{7F}\u{2028}\"\\ é😀",
      "numbers": [1e-7, 1e22, .number(.leastNonzeroMagnitude), .integer(.min)],
      "nested": [[["a": nil]]],
    ]
    for layout in [JSONValue.Layout.compact, .pretty] {
      let read = try JSONSerialization.jsonObject(with: Data(value.text(layout).utf8))
      let object = try #require(read as? [String: Any])
      #expect(object["text"] as? String == "\u{0}\u{7F}\u{2028}\"\\ é😀")
      let numbers = try #require(object["numbers"] as? [NSNumber])
      #expect(numbers.prefix(3).map(\.doubleValue) == [1e-7, 1e22, .leastNonzeroMagnitude])
      #expect(numbers[3].int64Value == .min)
    }
  }
}

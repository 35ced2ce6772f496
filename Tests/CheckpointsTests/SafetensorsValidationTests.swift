import Checkpoints
import Tensors
import TestSupport
import Testing

struct SafetensorsValidationTests {
  /// A file of the given header and as many bytes of data.
  static func file(_ header: String, data: Int = 0) -> [UInt8] {
    let text = Array(header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
      + [UInt8](repeating: 0, count: data)
  }

  static func entry(_ shape: String, _ offsets: String, type: String = "F32") -> String {
    "{\"dtype\":\"\(type)\",\"shape\":[\(shape)],\"data_offsets\":[\(offsets)]}"
  }

  @Test(arguments: [
    ("{\"a\":\(entry("2", "0,8"))}", 8, nil),
    ("{ \"a\" : \(entry("2", "0,8")) }   ", 8, nil),
    ("{\"b\":\(entry("1", "4,8")),\"z\":\(entry("0", "4,4")),\"a\":\(entry("1", "0,4"))}", 8, nil),
    ("{\"a\":\(entry("1", "0,8", type: "I64"))}", 8, nil),
    (
      "{\"a\":\(entry("2", "0,8"))}", 9,
      SafetensorsError.lengthMismatch(covered: 8, available: 9)
    ),
    ("{\"a\":\(entry("2", "0,8"))}", 7, .lengthMismatch(covered: 8, available: 7)),
    ("{}", 1, .lengthMismatch(covered: 0, available: 1)),
    (
      "{\"a\":\(entry("1", "0,4")),\"b\":\(entry("1", "8,12"))}", 12,
      .holeOrOverlap(name: "b", begins: 8, expected: 4)
    ),
    (
      "{\"a\":\(entry("2", "0,8")),\"b\":\(entry("2", "4,12"))}", 12,
      .holeOrOverlap(name: "b", begins: 4, expected: 8)
    ),
    (
      "{\"a\":\(entry("1", "4,8"))}", 8, .holeOrOverlap(name: "a", begins: 4, expected: 0)
    ),
    ("{\"a\":\(entry("3", "0,8"))}", 8, .sizeMismatch(name: "a", needed: 12, given: 8)),
    ("{\"a\":\(entry("2", "8,0"))}", 8, .malformedEntry(name: "a", field: "data_offsets")),
    ("{\"a\":\(entry("2", "0,4,8"))}", 8, .malformedEntry(name: "a", field: "data_offsets")),
    ("{\"a\":\(entry("2", "-8,0"))}", 8, .malformedEntry(name: "a", field: "data_offsets")),
    ("{\"a\":\(entry("-2", "0,8"))}", 8, .malformedEntry(name: "a", field: "shape")),
    ("{\"a\":\(entry("2.0", "0,8"))}", 8, .malformedEntry(name: "a", field: "shape")),
    ("{\"a\":\(entry("1e0", "0,4"))}", 4, .malformedEntry(name: "a", field: "shape")),
    (
      "{\"a\":\(entry("4611686018427387904,4", "0,8"))}", 8, .sizeOverflow(name: "a")
    ),
    (
      "{\"a\":\(entry("4611686018427387904,4,0", "0,0"))}", 0, .sizeOverflow(name: "a")
    ),
    (
      "{\"a\":\(entry("9223372036854775807", "0,8"))}", 8, .sizeOverflow(name: "a")
    ),
    (
      "{\"a\":\(entry("9223372036854775808", "0,8"))}", 8,
      .malformedEntry(name: "a", field: "shape")
    ),
    (
      "{\"a\":\(entry("2", "0,9223372036854775807"))}", 8,
      .sizeMismatch(name: "a", needed: 8, given: .max)
    ),
    ("{\"a\":\(entry("2", "0,8", type: "F4"))}", 8, .unknownElementType(name: "a", type: "F4")),
    ("{\"a\":1}", 0, .malformedEntry(name: "a", field: "its entry")),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}", 0,
      .malformedEntry(name: "a", field: "data_offsets")
    ),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0],\"code\":1}}", 0,
      .malformedEntry(name: "a", field: "code")
    ),
    ("{\"__metadata__\":{\"a\":1}}", 0, .metadataIsNotStrings),
    ("{\"__metadata__\":[]}", 0, .metadataIsNotStrings),
    (" {}", 0, .headerIsNotJSON(reason: "it does not begin with '{'")),
    ("[]", 0, .headerIsNotJSON(reason: "it does not begin with '{'")),
    (
      "{\"a\":\(entry("0", "0,0")),\"a\":\(entry("0", "0,0"))}", 0,
      .headerIsNotJSON(
        reason: "line 1, column 55: the name \"a\" occurs twice in one object")
    ),
  ])
  func checks(header: String, data: Int, expected: SafetensorsError?) {
    var thrown: SafetensorsError?
    do {
      _ = try SafetensorsFile(decoding: Self.file(header, data: data))
    } catch {
      thrown = error
    }
    #expect(thrown == expected)
  }

  @Test func checksTheHeadersLength() {
    #expect(throws: SafetensorsError.tooShort(bytes: 7)) {
      try SafetensorsFile(decoding: [2, 0, 0, 0, 0, 0, 0])
    }
    #expect(throws: SafetensorsError.headerTooLong(bytes: 3, limit: 2)) {
      try SafetensorsFile(decoding: [3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D])
    }
    #expect(throws: SafetensorsError.headerTooLong(bytes: .max, limit: 2)) {
      try SafetensorsFile(decoding: [UInt8](repeating: 0xFF, count: 8) + [0x7B, 0x7D])
    }
  }

  @Test func everyPrefixIsRefused() throws {
    var file = SafetensorsFile(metadata: ["a": "b"])
    try file.append(SafetensorsFileTests.ramp([2, 2]), named: "x")
    let bytes = file.encoded()
    for length in 0..<bytes.count {
      #expect(throws: SafetensorsError.self) {
        try SafetensorsFile(decoding: Array(bytes[..<length]))
      }
    }
  }

  @Test func mutatedFilesNeverTrap() throws {
    let file = Self.file(
      "{\"__metadata__\":{\"k\":\"v\"},\"a\":\(entryA),\"b\":\(entryB),\"c\":\(entryC)}", data: 24)
    let digits = Array("0123456789-{}[]\",:e.".utf8)
    var random = SeededRandom(5)
    for _ in 0..<20_000 {
      var bytes = file
      for _ in 0..<random.integer(in: 1...3) {
        let position = random.integer(in: 8...bytes.count - 25)
        switch random.integer(in: 0...2) {
        case 0: bytes[position] = random.element(of: digits)
        case 1: bytes.insert(random.element(of: digits), at: position)
        default: bytes[position] ^= UInt8(1 << random.integer(in: 0...7))
        }
      }
      if random.integer(in: 0...3) > 0 {
        let length = bytes.count - 8 - 24
        for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
      }
      if let accepted = try? SafetensorsFile(decoding: bytes) {
        // What was read can be written, and reads back.
        let again = try SafetensorsFile(decoding: accepted.encoded())
        #expect(again.names.count == accepted.names.count, "seed \(random.seed)")
      }
    }
  }

  private let entryA = entry("2,1", "0,8")
  private let entryB = entry("1", "8,16", type: "I64")
  private let entryC = entry("2", "16,24")
}

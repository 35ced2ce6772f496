import TestSupport
import Testing

@testable import Deflate

@Suite struct InflateTests {
  @Test func thereAreReferences() { #expect(ReferenceStream.all.count == 34) }

  @Test(arguments: ReferenceStream.all)
  func decompressesWhatZlibCompressed(_ stream: ReferenceStream) throws {
    let plain = try inflate(
      stream.compressed.span, format: stream.format, expectedCount: stream.plain.count)
    #expect(plain == stream.plain)
    // What follows the stream does not matter.
    let longer = stream.compressed + [UInt8](repeating: 0xA5, count: 40)
    let same = try inflate(longer.span, format: stream.format, expectedCount: stream.plain.count)
    #expect(same == stream.plain)
  }

  @Test(arguments: ReferenceStream.all)
  func wantsExactlyTheExpectedCount(_ stream: ReferenceStream) {
    let count = stream.plain.count
    if count > 0 {
      #expect(throws: InflateError.excessOutput(expected: count - 1)) {
        try inflate(stream.compressed.span, format: stream.format, expectedCount: count - 1)
      }
    }
    let error = #expect(throws: InflateError.self) {
      try inflate(stream.compressed.span, format: stream.format, expectedCount: count + 1)
    }
    #expect(error == .missingOutput(expected: count + 1, got: count) || error == .truncated)
    #expect(throws: InflateError.truncated) {
      try inflate(stream.compressed.span, format: stream.format, expectedCount: .max)
    }
  }

  @Test(arguments: ReferenceStream.all)
  func noBeginningIsEnough(_ stream: ReferenceStream) {
    for count in stream.compressed.indices {
      let part = Array(stream.compressed[..<count])
      #expect(throws: InflateError.self, "\(count) bytes") {
        try inflate(part.span, format: stream.format, expectedCount: stream.plain.count)
      }
    }
  }

  @Test(arguments: ReferenceStream.all.filter { $0.compressed.count < 6000 })
  func everyFlippedBitIsNoticedOrHarmless(_ stream: ReferenceStream) {
    for bit in 0..<stream.compressed.count * 8 {
      var changed = stream.compressed
      changed[bit / 8] ^= 1 << (bit % 8)
      let result = try? inflate(
        changed.span, format: stream.format, expectedCount: stream.plain.count)
      guard let result else { continue }
      #expect(result.count == stream.plain.count)
      // Other bytes come out only where the stream has no checksum, or, rarely, where Adler-32
      // does not see the difference, such as digits exchanged in a certain way.
      let isExcused =
        stream.format == .raw || adler32(of: result.span) == adler32(of: stream.plain.span)
      let isSame = result == stream.plain
      #expect(isSame || isExcused, "bit \(bit)")
    }
  }

  @Test func namesWhatIsWrong() {
    func error(_ bytes: [UInt8], _ format: StreamFormat = .raw, count: Int = 1) -> InflateError? {
      #expect(throws: InflateError.self) {
        try inflate(bytes.span, format: format, expectedCount: count)
      }
    }
    #expect(error([], .zlib) == .truncated)
    #expect(error([0x78, 0x9D], .zlib) == .invalidHeader)
    #expect(error([0x79, 0x9C], .zlib) == .invalidHeader)
    #expect(error([0x88, 0x1C], .zlib) == .invalidHeader)
    #expect(error([0x78, 0xBB], .zlib) == .needsDictionary)
    #expect(error([0b111, 0]) == .invalidBlockType)
    #expect(error([0b001, 1, 0, 0, 0]) == .invalidStoredLength)
    #expect(error([0b001, 2, 0, 0xFD, 0xFF, 0]) == .truncated)
    // Fixed codes: a length of 3 at the very beginning, then the distance symbol 0.
    #expect(error([0b0000_0011, 0b0000_0010, 0, 0, 0, 0]) == .invalidDistance)
    // The fixed symbols 286 and (after a literal and a length) distance 30 stand for nothing.
    #expect(error([0b0001_1011, 0b0000_0011, 0, 0]) == .invalidCode)
    // A dynamic block with 31 distances, and one whose code-length code has no symbols.
    #expect(error([0b0000_0101, 0b0001_1110, 0, 0, 0, 0, 0, 0]) == .invalidCodeLengths)
    #expect(error([0b0000_0101, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) == .invalidCode)
    #expect(
      error([0x78, 0x9C, 0x4B, 0x04, 0x00, 0x00, 0x62, 0x00, 0x63], .zlib) == .checksumMismatch)
  }

  @Test func messagesAreOneLine() {
    let errors: [InflateError] = [
      .invalidHeader, .needsDictionary, .truncated, .invalidBlockType, .invalidStoredLength,
      .invalidCodeLengths, .invalidCode, .invalidDistance, .excessOutput(expected: 3),
      .missingOutput(expected: 3, got: 2), .checksumMismatch,
    ]
    #expect(Set(errors.map { "\($0)" }).count == errors.count)
    #expect(errors.allSatisfy { !"\($0)".contains("\n") })
  }
}

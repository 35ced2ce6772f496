import Testing

@testable import ImageCodecs

@Suite struct PNMDecoderTests {
  private func error(_ text: String) -> String {
    let error = #expect(throws: ImageDecodingError.self) {
      try Image(decoding: Array(text.utf8))
    }
    return error.map { "\($0)" } ?? ""
  }

  @Test func refusesContradictions() {
    #expect(error("P5\n0 1\n255\n").contains("0 × 1"))
    #expect(error("P5\n-1 1\n255\n").contains("width is not"))
    #expect(error("P5\n1 x\n255\n").contains("height is not"))
    #expect(error("P5\n1 1\n0\n").contains("largest value is 0"))
    #expect(error("P5\n1 1\n65536\n").contains("largest value is 65536"))
    #expect(error("P5\n1 1\n9999999999\n").contains("largest value is not"))
    #expect(error("P5\n99999999 99999999\n255\n").contains("more than the limit"))
    #expect(error("P5\n2 1\n255\nx").contains("cut short"))
    #expect(error("P2\n2 1\n255\n1").contains("cut short"))
    #expect(error("P2\n2 1\n255\n1 ").contains("cut short"))
    #expect(error("P2\n1 1\n255\nx").contains("not a sensible number"))
    #expect(error("P2\n1 1\n9\n10").contains("10, more than the stated 9"))
    #expect(error("P5\n1 1\n9\nA").contains("65, more than the stated 9"))
    #expect(error("P1\n1 1\n2").contains("neither 0 nor 1"))
    #expect(error("P4\n9 1\nx").contains("cut short"))
    #expect(error("P6\n16384 16384\n255\n").contains("cut short"))
    #expect(error("P5\n1 1").contains("cut short"))
    #expect(error("P5 # only a comment").contains("cut short"))
  }

  @Test func exactlyOneCharacterPrecedesBinarySamples() throws {
    #expect(try Image(decoding: Array("P5 1 1 255\n\n".utf8)).samples == [10])
    #expect(try Image(decoding: Array("P5 1 1 255#c\n#".utf8)).samples == [35])
  }
}

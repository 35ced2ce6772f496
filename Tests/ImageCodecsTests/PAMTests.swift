import Testing

@testable import ImageCodecs

@Suite struct PAMTests {
  private func file(_ type: String, depth: Int, maximum: Int, _ samples: [UInt8]) -> [UInt8] {
    let header =
      "P7\n# a comment\nWIDTH 2\nHEIGHT 1\n\nDEPTH \(depth)\nMAXVAL \(maximum)\n"
      + "\(type)ENDHDR\n"
    return Array(header.utf8) + samples
  }

  @Test func decodesEachTupleType() throws {
    for (type, model) in [
      ("GRAYSCALE", .gray), ("GRAYSCALE_ALPHA", .grayAlpha), ("RGB", .rgb), ("RGB_ALPHA", .rgba),
    ] as [(String, Image.ColorModel)] {
      let depth = model.channelCount
      let samples = (0..<2 * depth).map { UInt8(37 * $0 % 256) }
      let image = Image(width: 2, height: 1, colorModel: model, samples: samples)
      for line in ["TUPLTYPE \(type)\n", ""] {
        let narrow = file(line, depth: depth, maximum: 255, samples)
        #expect(try Image(decoding: narrow) == image)
        for count in narrow.indices {
          #expect(throws: ImageDecodingError.self) {
            try Image(decoding: Array(narrow[..<count]))
          }
        }
        let wide = file(line, depth: depth, maximum: 65_535, samples.flatMap { [$0, $0] })
        #expect(try Image(decoding: wide) == image)
      }
    }
    let bits = file("TUPLTYPE BLACKANDWHITE\n", depth: 1, maximum: 1, [0, 1])
    #expect(try Image(decoding: bits).samples == [0, 255])
  }

  @Test func refusesContradictions() {
    for (text, part) in [
      ("P7\nWIDTH 0\n", "sensible number"), ("P7\nWIDE 3\n", "word unknown"),
      ("P7\nWIDTH 1\nENDHDR\n", "lacks"), ("P7\n", "cut short"),
      ("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 2\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\n", "depth is 2"),
      ("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 9\nMAXVAL 255\nTUPLTYPE X\nENDHDR\n", "tuple type"),
    ] {
      let error = #expect(throws: ImageDecodingError.self) {
        try Image(decoding: Array(text.utf8))
      }
      #expect(error.map { "\($0)".contains(part) } == true, "\(text)")
    }
  }
}

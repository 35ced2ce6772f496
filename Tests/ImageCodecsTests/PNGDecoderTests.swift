import Testing

@testable import ImageCodecs

@Suite struct PNGDecoderTests {
  private let pixel = PNGFiles.imageData([0, 77])
  private let end: (String, [UInt8]) = ("IEND", [])

  private func error(_ chunks: [(String, [UInt8])]) -> String {
    let error = #expect(throws: ImageDecodingError.self) {
      try Image(decoding: PNGFiles.file(chunks))
    }
    return error.map { "\($0)" } ?? ""
  }

  @Test func skipsWhatDoesNotChangePixels() throws {
    let file = PNGFiles.file([
      ("IHDR", PNGFiles.header(1, 1)), ("zTXt", [1, 2, 3]), ("PLTE", [1, 2, 3]), ("prIv", []),
      ("IDAT", []), ("IDAT", Array(pixel.prefix(3))), ("IDAT", Array(pixel.dropFirst(3))),
      ("IDAT", []), ("tIME", []), end,
    ])
    #expect(try Image(decoding: file).samples == [77])
  }

  @Test func refusesContradictions() {
    let header = ("IHDR", PNGFiles.header(1, 1))
    let data = ("IDAT", pixel)
    #expect(error([data, end]).contains("instead of IHDR"))
    #expect(error([header, header, data, end]).contains("second header"))
    #expect(error([header, end]).contains("no image data"))
    #expect(error([header, data]).contains("cut short"))
    #expect(error([header, data, ("tEXt", []), data, end]).contains("not in one piece"))
    #expect(error([header, ("SECR", []), data, end]).contains("SECR is unknown"))
    #expect(error([header, ("tE?t", []), data, end]).contains("no proper name"))
    #expect(error([header, ("PLTE", [1, 2]), data, end]).contains("palette has 2 bytes"))
    #expect(error([header, data, ("PLTE", [1, 2, 3]), end]).contains("after the image data"))
    #expect(error([header, data, ("tRNS", [0, 0]), end]).contains("after the image data"))
    #expect(error([header, ("tRNS", [0]), data, end]).contains("tRNS has 1 bytes"))
    #expect(
      error([header, ("tRNS", [0, 1]), ("tRNS", [0, 1]), data, end]).contains("second chunk tRNS"))
    let palette = ("PLTE", [UInt8]([1, 2, 3]))
    #expect(error([header, palette, palette, data, end]).contains("second palette"))
    let indexed = ("IHDR", PNGFiles.header(1, 1, color: 3))
    #expect(error([indexed, data, end]).contains("no palette"))
    #expect(error([indexed, palette, ("tRNS", [1, 2]), data, end]).contains("2 opacities"))
    #expect(error([header, ("IDAT", PNGFiles.imageData([5, 0])), end]).contains("filter 5"))
    #expect(error([header, ("IDAT", PNGFiles.imageData([0])), end]).contains("instead of"))
    #expect(error([header, ("IDAT", PNGFiles.imageData([0, 1, 2])), end]).contains("more than"))
  }

  @Test func refusesImpossibleHeaders() {
    func error(_ header: [UInt8]) -> String {
      self.error([("IHDR", header), ("IDAT", pixel), end])
    }
    #expect(error(PNGFiles.header(0, 1)).contains("0 × 1"))
    #expect(error(PNGFiles.header(1, 1 << 31)).contains("1 × 2147483648"))
    #expect(error(PNGFiles.header(1, 1, depth: 3)).contains("3 bits a sample"))
    #expect(error(PNGFiles.header(1, 1, color: 5)).contains("colour type 5"))
    #expect(error(PNGFiles.header(1, 1, interlace: 2)).contains("interlace method 2"))
    #expect(error([1, 2, 3]).contains("3 bytes instead of 13"))
    var header = PNGFiles.header(1, 1)
    header[10] = 1
    #expect(error(header).contains("compression method"))
    header[10] = 0
    header[11] = 1
    #expect(error(header).contains("filter method"))
    let most = 0x7FFF_FFFF
    #expect(error(PNGFiles.header(most, most)).contains("more than the limit"))
  }

  /// A short file cannot make the decoder take much memory.
  @Test func refusesDataThatCannotBeEnough() {
    func error(_ width: Int, _ height: Int) -> String {
      let header = PNGFiles.header(width, height, depth: 16, color: 6)
      return self.error([("IHDR", header), ("IDAT", pixel), end])
    }
    #expect(error(600, 600).contains("ends too early"))
    #expect(error(16_384, 16_384).contains("limit of 8256 pixels a byte"))
  }

  @Test func undefinedPaletteColorsAreBlack() throws {
    let file = PNGFiles.file([
      ("IHDR", PNGFiles.header(2, 1, color: 3)), ("PLTE", [9, 8, 7]), ("tRNS", [5]),
      ("IDAT", PNGFiles.imageData([0, 0, 200])), end,
    ])
    #expect(try Image(decoding: file).samples == [9, 8, 7, 5, 0, 0, 0, 255])
  }
}

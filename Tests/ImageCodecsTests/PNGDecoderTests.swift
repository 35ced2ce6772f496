import Deflate
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
    let palette = ("PLTE", [UInt8]([1, 2, 3]))
    let indexed = ("IHDR", PNGFiles.header(1, 1, color: 3))
    #expect(error([indexed, ("PLTE", [1, 2]), data, end]).contains("palette has 2 bytes"))
    #expect(error([indexed, data, palette, end]).contains("after the image data"))
    #expect(error([indexed, palette, palette, data, end]).contains("second palette"))
    #expect(error([indexed, data, end]).contains("no palette"))
    let apple = PNGFiles.file([("CgBI", [1, 2, 3, 4]), header, data, end])
    #expect(throws: ImageDecodingError.unsupportedFormat(name: "Apple's variant of PNG (CgBI)")) {
      try Image(decoding: apple)
    }
    #expect(error([header, ("IDAT", PNGFiles.imageData([5, 0])), end]).contains("filter 5"))
    #expect(error([header, ("IDAT", PNGFiles.imageData([0])), end]).contains("instead of"))
    let surplus = [UInt8](repeating: 0, count: InflateStream.toleratedSurplus + 1)
    #expect(
      error([header, ("IDAT", PNGFiles.imageData([0, 1] + surplus)), end]).contains("more than"))
  }

  @Test func aLittleTooMuchImageDataIsDropped() throws {
    let header = ("IHDR", PNGFiles.header(1, 1))
    for count in [1, 100, InflateStream.toleratedSurplus] {
      let rows = [0, 77] + (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0) }
      let data = PNGFiles.imageData(rows)
      #expect(try Image(decoding: PNGFiles.file([header, ("IDAT", data), end])).samples == [77])
      // It is checked all the same.
      let wrong = data.dropLast() + [data[data.count - 1] ^ 1]
      #expect(error([header, ("IDAT", Array(wrong)), end]).contains("checksum"))
    }
  }

  @Test func chunksThatMakeNoSenseDoNotCount() throws {
    let header = ("IHDR", PNGFiles.header(1, 1))
    let data = ("IDAT", pixel)
    func image(_ chunks: [(String, [UInt8])]) throws -> Image {
      try Image(decoding: PNGFiles.file(chunks))
    }
    let plain = try image([header, data, end])
    for chunk: (String, [UInt8]) in [("tRNS", []), ("tRNS", [0]), ("tRNS", [0, 1, 0, 1])] {
      #expect(try image([header, chunk, data, end]) == plain)
    }
    #expect(try image([header, data, ("tRNS", [0, 77]), end]) == plain)
    let first = try image([header, ("tRNS", [0, 77]), data, end])
    #expect(first.samples == [77, 0])
    #expect(try image([header, ("tRNS", [0, 77]), ("tRNS", [0, 1]), data, end]) == first)
    // Of the colour that is transparent only as many bits count as samples have.
    #expect(try image([header, ("tRNS", [9, 77]), data, end]) == first)
    let palette = ("PLTE", [UInt8]([1, 2, 3]))
    #expect(try image([header, ("PLTE", [1]), palette, data, palette, end]) == plain)
    let indexed = ("IHDR", PNGFiles.header(1, 1, color: 3))
    for chunks in [[palette, ("tRNS", [9, 9])], [("tRNS", [9]), palette]] {
      #expect(try image([indexed] + chunks + [data, end]).colorModel == .rgb)
    }
  }

  @Test func wrongChecksumsOfRemarksDoNoHarm() throws {
    func file(_ name: String, _ contents: [UInt8]) -> [UInt8] {
      var file = PNGFiles.file([
        ("IHDR", PNGFiles.header(1, 1)), (name, contents), ("IDAT", pixel), end,
      ])
      // Behind the signature and the header's chunk.
      file[8 + 25 + 8 + contents.count] ^= 0x40
      return file
    }
    for name in ["tEXt", "gAMA", "iCCP", "PLTE"] {
      #expect(try Image(decoding: file(name, [1, 2, 3])).samples == [77])
    }
    // Others may be something else whose name was changed.
    for name in ["tRNS", "tRNX", "prIv"] {
      #expect(throws: ImageDecodingError.self) { try Image(decoding: file(name, [0, 1])) }
    }
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

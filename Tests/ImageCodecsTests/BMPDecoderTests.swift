import Testing

@testable import ImageCodecs

@Suite struct BMPDecoderTests {
  private func error(_ file: [UInt8]) -> String {
    let error = #expect(throws: ImageDecodingError.self) { try Image(decoding: file) }
    return error.map { "\($0)" } ?? ""
  }

  @Test(arguments: ReferenceDigest.bitmaps)
  func decodes(_ reference: ReferenceDigest) throws {
    #expect(reference.describes(try Image(decoding: reference.file)))
  }

  @Test(arguments: ReferenceDigest.bitmaps)
  func damagedFilesNeverTrap(_ reference: ReferenceDigest) {
    // The padding of the last row is not missed, nor are the marks of the end.
    let unneeded = reference.name.hasPrefix("rle") ? 5 : 3
    for count in 0..<reference.file.count - unneeded {
      let file = Array(reference.file[..<count])
      #expect(throws: ImageDecodingError.self, "\(count) bytes") { try Image(decoding: file) }
    }
    for bit in 0..<min(reference.file.count, 200) * 8 {
      var file = reference.file
      file[bit / 8] ^= 1 << (bit % 8)
      guard let image = try? Image(decoding: file) else { continue }
      #expect(image.samples.count == image.width * image.height * image.channelCount)
    }
  }

  @Test func thePartThatIsThereComes() throws {
    let reference = try #require(ReferenceDigest.bitmaps.first { $0.name == "rgb-7x5" })
    let whole = try Image(decoding: reference.file)
    let options = DecodingOptions(acceptsDamage: true)
    #expect(try DecodedPicture(decoding: reference.file, options: options).damage == nil)
    // Rows of 24 bytes from the lowest on: three of them, and a part of the fourth.
    let file = Array(reference.file[..<(54 + 3 * 24 + 10)])
    let part = try DecodedPicture(decoding: file, options: options)
    #expect(
      part.damage
        == .truncated(format: .bmp, offset: 54, expectedBytes: 117, availableBytes: 82))
    #expect(part.image.samples[..<42].allSatisfy { $0 == 0 })
    #expect(part.image.samples[42...] == whole.samples[42...])
    let runs = try #require(ReferenceDigest.bitmaps.first { $0.name == "rle8-whole-33x4" })
    let half = Array(runs.file.dropLast((runs.file.count - 1078) / 2))
    #expect(throws: ImageDecodingError.self) { try Image(decoding: half) }
    let rest = try DecodedPicture(decoding: half, options: options)
    let wholeRuns = try Image(decoding: runs.file)
    #expect(rest.damage != nil)
    #expect(rest.image.samples.suffix(99) == wholeRuns.samples.suffix(99))
  }

  @Test func namesWhatIsNotDecoded() throws {
    #expect(ReferenceDigest.bitmaps.count == 102)
    var file = try #require(ReferenceDigest.bitmaps.first { $0.name == "gray-7x5" }).file
    file[30] = 2
    #expect(error(file).contains("run lengths with 8 bits"))
    file[30] = 4
    #expect(error(file).contains("compression 4"))
    file[30] = 3
    #expect(error(file).contains("masks with 8 bits"))
    for (method, bits, name) in [
      (4, 0, "a JPEG inside"), (5, 0, "a PNG inside"), (3, 1, "Huffman"), (4, 24, "24 bits"),
      (0, 64, "64 bits"),
    ] as [(UInt8, UInt8, String)] {
      (file[30], file[28]) = (method, bits)
      #expect(error(file).contains(name))
      #expect(error(file).contains("not supported"))
    }
    (file[30], file[28]) = (3, 8)
    file[14] = 13
    #expect(error(file).contains("no header of 13 bytes"))
  }
}

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
    // The padding of the last row is not missed.
    for count in 0..<reference.file.count - 3 {
      #expect(throws: ImageDecodingError.self, "\(count) bytes") {
        try Image(decoding: Array(reference.file[..<count]))
      }
    }
    for bit in 0..<min(reference.file.count, 200) * 8 {
      var file = reference.file
      file[bit / 8] ^= 1 << (bit % 8)
      guard let image = try? Image(decoding: file) else { continue }
      #expect(image.samples.count == image.width * image.height * image.channelCount)
    }
  }

  @Test func namesWhatIsNotDecoded() throws {
    #expect(ReferenceDigest.bitmaps.count == 18)
    var file = try #require(ReferenceDigest.bitmaps.first { $0.name == "gray-7x5" }).file
    file[30] = 1
    #expect(error(file).contains("Run-length"))
    file[30] = 4
    #expect(error(file).contains("compression 4"))
    file[30] = 3
    #expect(error(file).contains("masks with 8 bits"))
    file[14] = 13
    #expect(error(file).contains("no header of 13 bytes"))
  }
}

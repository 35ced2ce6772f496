import TestSupport
import Testing

@testable import ImageCodecs

@Suite struct ImageDecodingTests {
  @Test func thereAreReferences() { #expect(ReferenceImage.all.count == 74) }

  @Test(arguments: ReferenceImage.all)
  func decodes(_ reference: ReferenceImage) throws {
    #expect(try Image(decoding: reference.file) == reference.image)
    // What follows the picture does not matter.
    #expect(try Image(decoding: reference.file + [10, 1, 2, 3]) == reference.image)
  }

  @Test(arguments: ReferenceImage.all)
  func noBeginningIsEnough(_ reference: ReferenceImage) throws {
    // Text without its last digits can be a whole picture too.
    let isText = ["p1", "p2", "p3"].contains { reference.name.hasPrefix($0) }
    for count in reference.file.indices.dropLast(isText ? 8 : 0) {
      #expect(throws: ImageDecodingError.self, "\(count) bytes") {
        try Image(decoding: Array(reference.file[..<count]))
      }
    }
  }

  @Test(arguments: ReferenceImage.all)
  func everyFlippedBitIsNoticedOrHarmless(_ reference: ReferenceImage) {
    let isPNG = reference.name.hasSuffix("png")
    let limits = DecodingLimits(maximumPixelCount: 100_000)
    for bit in 0..<reference.file.count * 8 {
      var file = reference.file
      file[bit / 8] ^= 1 << (bit % 8)
      guard let image = try? Image(decoding: file, options: DecodingOptions(limits: limits)) else {
        continue
      }
      #expect(image.samples.count == image.width * image.height * image.channelCount)
      // PNG has checksums over everything but its signature; only in a remark they do not matter.
      #expect(!isPNG || image == reference.image, "bit \(bit)")
    }
  }

  @Test func damagedAndMistakenFilesNeverTrap() {
    var random = SeededRandom(23)
    let limits = DecodingLimits(maximumPixelCount: 100_000)
    for _ in 0..<20_000 {
      var file = random.element(of: ReferenceImage.all).file
      for _ in 0..<random.integer(in: 1...6) {
        let position = random.integer(in: 0...file.count - 1)
        switch random.integer(in: 0...3) {
        case 0: file[position] = UInt8(random.integer(in: 0...255))
        case 1: file[position] = random.element(of: [0, 1, 0x7F, 0x80, 0xFF])
        case 2: file.insert(UInt8(random.integer(in: 0...255)), at: position)
        default: if file.count > 2 { file.remove(at: position) }
        }
      }
      // Checksums put right, so that what they protect is reached.
      PNGFiles.correctChecksums(of: &file)
      if let image = try? Image(decoding: file, options: DecodingOptions(limits: limits)) {
        #expect(image.width * image.height <= limits.maximumPixelCount)
      }
    }
  }

  @Test func limitsComeBeforeAllocation() throws {
    let reference = ReferenceImage.all[0]
    let pixels = reference.image.width * reference.image.height
    let enough = DecodingLimits(
      maximumPixelCount: pixels, maximumEncodedByteCount: reference.file.count)
    #expect(
      try Image(decoding: reference.file, options: DecodingOptions(limits: enough))
        == reference.image)
    #expect(
      throws: ImageDecodingError.tooManyPixels(
        width: reference.image.width, height: reference.image.height, limit: pixels - 1)
    ) {
      try Image(
        decoding: reference.file,
        options: DecodingOptions(limits: DecodingLimits(maximumPixelCount: pixels - 1)))
    }
    #expect(
      throws: ImageDecodingError.tooManyBytes(
        count: reference.file.count, limit: reference.file.count - 1)
    ) {
      try Image(
        decoding: reference.file,
        options: DecodingOptions(
          limits: DecodingLimits(maximumEncodedByteCount: reference.file.count - 1)))
    }
  }

  @Test func limitsThePixelsOfAByte() throws {
    // A picture of one colour is as small as a picture can be, and none of a bomb.
    for width in [1, 1000, 8000] {
      let flat = Image(width: width, height: 1000, colorModel: .gray, filledWith: 255)
      #expect(try Image(decoding: flat.pngEncoded()) == flat)
    }
    let file = Array("P5\n2 3\n255\nabcdef".utf8)
    func decoded(_ limit: Int) throws -> Image {
      let limits = DecodingLimits(maximumPixelsPerEncodedByte: limit)
      return try Image(decoding: file, options: DecodingOptions(limits: limits))
    }
    #expect(try decoded(1).samples == Array("abcdef".utf8))
    let wide = Array("P5\n999 1\n255\n".utf8)
    #expect(
      throws: ImageDecodingError.tooFewBytes(
        width: 999, height: 1, byteCount: wide.count, pixelsPerByteLimit: 20)
    ) {
      let limits = DecodingLimits(maximumPixelsPerEncodedByte: 20)
      return try Image(decoding: wide, options: DecodingOptions(limits: limits))
    }
  }

  @Test func namesFormatsThatAreNotSupported() {
    let beginnings: [(String, [UInt8])] = [
      ("GIF", Array("GIF89a".utf8)),
      ("WebP", Array("RIFF\0\0\0\0WEBPVP8 ".utf8)), ("TIFF", [0x49, 0x49, 0x2A, 0]),
      ("TIFF", [0x4D, 0x4D, 0, 0x2A]), ("AVIF", Array("\0\0\0\u{1C}ftypavif".utf8)),
      ("HEIF", Array("\0\0\0\u{1C}ftypheic".utf8)), ("PFM", Array("PF\n1 1\n".utf8)),
    ]
    for (name, bytes) in beginnings {
      let error = #expect(throws: ImageDecodingError.unsupportedFormat(name: name)) {
        try Image(decoding: bytes)
      }
      #expect("\(String(describing: error))".contains(name))
    }
    #expect(throws: ImageDecodingError.empty) { try Image(decoding: [UInt8]()) }
    for bytes in [Array("hello".utf8), [0], Array("P8\n".utf8), Array("P".utf8)] {
      #expect(throws: ImageDecodingError.unrecognizedFormat) { try Image(decoding: bytes) }
    }
  }

  @Test func messagesAreOneLine() {
    let errors: [ImageDecodingError] = [
      .empty, .unrecognizedFormat, .unsupportedFormat(name: "GIF"),
      .truncated(format: .png, offset: 8, expectedBytes: 12, availableBytes: 3),
      .malformed(format: .pnm, offset: 2, reason: "r"),
      .tooManyPixels(width: 9, height: 9, limit: 80), .tooManyBytes(count: 9, limit: 8),
      .tooFewBytes(width: 9, height: 9, byteCount: 9, pixelsPerByteLimit: 8),
    ]
    #expect(errors.allSatisfy { !"\($0)".contains("\n") })
    #expect(
      "\(ImageDecodingError.unsupportedFormat(name: "GIF"))"
        == "GIF is not supported yet;"
        + " convert it to one of PNG, JPEG, BMP, PPM, PGM, PBM and PAM")
  }
}

import TestSupport
import Testing

@testable import ImageCodecs

@Suite struct JPEGDecoderTests {
  private static let tiny = ReferenceDigest.jpegs.filter { $0.file.count <= 700 }

  /// The file of a reference with another byte at a distance from its frame header's marker.
  private func file(_ name: String, _ changes: [(distance: Int, byte: UInt8)]) throws -> [UInt8] {
    var file = try #require(ReferenceDigest.jpegs.first { $0.name == name }).file
    let frame = try #require(
      file.indices.dropLast().first { file[$0] == 0xFF && (0xC0...0xC2).contains(file[$0 + 1]) })
    for change in changes { file[frame + change.distance] = change.byte }
    return file
  }

  private func error(_ file: [UInt8], limits: DecodingLimits = .standard) -> String {
    let error = #expect(throws: ImageDecodingError.self) {
      try Image(decoding: file, options: DecodingOptions(limits: limits))
    }
    return error.map { "\($0)" } ?? ""
  }

  @Test func thereAreReferences() {
    #expect(ReferenceDigest.jpegs.count > 220)
    #expect(ReferenceDigest.scaledJPEGs.count > 40)
    #expect(Self.tiny.count > 20)
  }

  @Test(arguments: ReferenceDigest.jpegs)
  func decodesAsLibjpegDoes(_ reference: ReferenceDigest) throws {
    #expect(reference.describes(try Image(decoding: reference.file)))
    #expect(reference.describes(try Image(decoding: reference.file + [1, 2, 3])))
  }

  @Test(arguments: ReferenceDigest.scaledJPEGs)
  func decodesToSmallerScalesAsLibjpegDoes(_ reference: ReferenceDigest) throws {
    let whole = try PictureHeader(of: reference.file)
    let denominator = try #require(Int(reference.name.prefix(1)))
    let shortSide = (min(whole.width, whole.height) + denominator - 1) / denominator
    let image = try Image(
      decoding: reference.file, options: DecodingOptions(minimumShortSide: shortSide))
    #expect(reference.describes(image))
  }

  @Test func orientationCanBeLeftAlone() throws {
    for reference in ReferenceDigest.jpegs where reference.name.hasPrefix("orientation") {
      let image = try Image(
        decoding: reference.file, options: DecodingOptions(appliesOrientation: false))
      let isGray = reference.name.hasSuffix("endian")
      #expect((image.width, image.height) == (isGray ? (6, 11) : (11, 6)))
    }
  }

  @Test(arguments: tiny)
  func everyBeginningIsRefused(_ reference: ReferenceDigest) {
    for count in 0..<reference.file.count - 3 {
      #expect(throws: ImageDecodingError.self, "\(count) bytes") {
        try Image(decoding: Array(reference.file[..<count]))
      }
    }
  }

  @Test(arguments: tiny)
  func everyFlippedBitIsNoticedOrHarmless(_ reference: ReferenceDigest) {
    for bit in 0..<reference.file.count * 8 {
      var file = reference.file
      file[bit / 8] ^= 1 << (bit % 8)
      guard let image = try? Image(decoding: file) else { continue }
      #expect(image.samples.count == image.width * image.height * image.channelCount)
    }
  }

  @Test func damagedFilesNeverTrap() {
    var random = SeededRandom(31)
    let limits = DecodingLimits(maximumPixelCount: 1_000_000)
    for _ in 0..<10_000 {
      var file = random.element(of: ReferenceDigest.jpegs).file
      for _ in 0..<random.integer(in: 1...6) {
        let position = random.integer(in: 0...file.count - 1)
        switch random.integer(in: 0...3) {
        case 0: file[position] = UInt8(random.integer(in: 0...255))
        case 1: file[position] = random.element(of: [0, 1, 0x7F, 0x80, 0xFF])
        case 2: file.insert(UInt8(random.integer(in: 0...255)), at: position)
        default: if file.count > 2 { file.remove(at: position) }
        }
      }
      _ = try? Image(decoding: file, options: DecodingOptions(limits: limits))
    }
  }

  @Test func namesWhatIsNotDecoded() throws {
    for (marker, name) in [
      (0xC3, "Lossless JPEG"), (0xC5, "Hierarchical JPEG"), (0xC6, "Hierarchical JPEG"),
      (0xC9, "arithmetic coding"), (0xCA, "arithmetic coding"), (0xCF, "arithmetically coded"),
    ] as [(UInt8, String)] {
      #expect(error(try file("16x16-444", [(1, marker)])).contains(name))
    }
    #expect(error(try file("16x16-444", [(4, 12)])).contains("12 bits a sample"))
    #expect(error(try file("16x16-444", [(11, 0x31), (14, 0x21)])).contains("broken ratios"))
  }

  @Test func refusesContradictions() throws {
    #expect(error(try file("16x16-444", [(7, 0), (8, 0)])).contains("0 pixels wide"))
    #expect(error(try file("16x16-444", [(11, 0x51)])).contains("sampling factor"))
    #expect(error(try file("16x16-444", [(12, 4)])).contains("no such table"))
    #expect(error(try file("16x16-444", [(5, 0), (6, 0)])).contains("has no height"))
    #expect(error(try file("16x16-444", [(13, 1)])).contains("no use for component 2"))
    #expect(error([0xFF, 0xD8, 0xFF, 0xD9]).contains("ends before"))
    #expect(error([0xFF, 0xD8, 0xFF, 0xDA, 0, 2]).contains("before the frame header"))
    #expect(error([0xFF, 0xD8, 0xFF, 0xDB, 0, 1]).contains("less than 2"))
  }

  @Test func hugeFramesAreRefusedBeforeMemoryIsTaken() throws {
    let clock = ContinuousClock()
    for name in ["16x16-444", "16x16-420-progressive"] {
      for (size, part) in [(UInt8(0xFF), "more than the limit"), (0x3F, "cut short")] {
        let bomb = try file(name, [(5, size), (6, 0xDC), (7, size), (8, 0xDC)])
        let duration = clock.measure { #expect(error(bomb).contains(part)) }
        #expect(duration < .milliseconds(50))
      }
    }
    let limits = DecodingLimits(maximumWorkingByteCount: 767)
    #expect(
      error(try file("16x16-420-progressive", []), limits: limits).contains("memory"))
  }
}

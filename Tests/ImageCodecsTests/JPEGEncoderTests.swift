import TestSupport
import Testing

@testable import ImageCodecs

@Suite struct JPEGEncoderTests {
  /// A smooth picture with some noise.
  private func image(_ width: Int, _ height: Int, _ colorModel: Image.ColorModel) -> Image {
    var random = SeededRandom(UInt64(width * 131 + height))
    let channels = colorModel.channelCount
    let samples = (0..<width * height * channels).map { index in
      let (column, row) = (index / channels % width, index / channels / width)
      return UInt8(
        (column * 5 + row * 3 + index % channels * 60) % 200 + random.integer(in: 0...40))
    }
    return Image(width: width, height: height, colorModel: colorModel, samples: samples)
  }

  private static let sizes = [
    (1, 1), (2, 1), (3, 5), (8, 8), (15, 17), (16, 16), (33, 47), (70, 9),
  ]

  @Test(arguments: sizes)
  func compressionIsEncodingAndDecoding(_ size: (Int, Int)) throws {
    for quality in [1, 30, 75, 100] {
      for colorModel in Image.ColorModel.allCases {
        let image = image(size.0, size.1, colorModel)
        let decoded = try Image(decoding: image.jpegEncoded(quality: quality))
        #expect(decoded == image.jpegCompressed(quality: quality))
        #expect((decoded.width, decoded.height) == size)
      }
    }
  }

  @Test(arguments: sizes)
  func restartMarkersChangeNoPixel(_ size: (Int, Int)) throws {
    for colorModel in [Image.ColorModel.gray, .rgb] {
      let image = image(size.0, size.1, colorModel)
      let whole = try Image(decoding: image.jpegEncoded(quality: 70))
      for restartInterval in [1, 2, 3, 65_535] {
        let file = image.jpegEncoded(quality: 70, restartInterval: restartInterval)
        let side = colorModel == .gray ? 8 : 16
        let units = ((size.0 + side - 1) / side) * ((size.1 + side - 1) / side)
        let markers = file.indices.dropLast().filter {
          file[$0] == 0xFF && file[$0 + 1] & 0xF8 == 0xD0
        }
        #expect(markers.count == (units - 1) / restartInterval)
        #expect(markers.enumerated().allSatisfy { file[$1 + 1] == 0xD0 + UInt8($0 % 8) })
        #expect(try Image(decoding: file) == whole)
      }
    }
  }

  @Test func highQualityIsNearlyTheSame() throws {
    let image = image(61, 43, .rgb)
    let decoded = try Image(decoding: image.jpegEncoded(quality: 100, subsampling: .none))
    let differences = zip(image.samples, decoded.samples).map { abs(Int($0) - Int($1)) }
    #expect(differences.max() ?? 255 <= 4)
  }

  @Test func smallerScalesAreChosenByTheShortSide() throws {
    let file = image(203, 101, .rgb).jpegEncoded()
    for (shortSide, size) in [
      (13, (26, 13)), (14, (51, 26)), (27, (102, 51)), (51, (102, 51)), (52, (203, 101)),
      (500, (203, 101)), (0, (26, 13)),
    ] {
      let picture = try DecodedPicture(
        decoding: file, options: DecodingOptions(minimumShortSide: shortSide))
      #expect((picture.image.width, picture.image.height) == size)
      #expect((picture.storedWidth, picture.storedHeight) == (203, 101))
    }
  }

  @Test func damagedFilesGiveTheirBeginning() throws {
    let image = image(64, 64, .rgb)
    let file = image.jpegEncoded(quality: 90, subsampling: .none)
    let whole = try Image(decoding: file)
    let part = try DecodedPicture(
      decoding: Array(file[..<(file.count * 3 / 4)]), options: DecodingOptions(acceptsDamage: true))
    #expect(part.damage != nil)
    #expect(part.image.samples.prefix(64 * 3 * 16) == whole.samples.prefix(64 * 3 * 16))
    #expect(part.image.samples.suffix(64 * 3 * 8).allSatisfy { $0 == 128 })
    #expect(throws: ImageDecodingError.self) {
      try Image(decoding: Array(file[..<(file.count * 3 / 4)]))
    }
    let undamaged = try DecodedPicture(
      decoding: file, options: DecodingOptions(acceptsDamage: true))
    #expect(undamaged.damage == nil && undamaged.image == whole)
  }
}

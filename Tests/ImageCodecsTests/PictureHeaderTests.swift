import Testing

@testable import ImageCodecs

@Suite struct PictureHeaderTests {
  @Test(arguments: ReferenceImage.all)
  func tellsTheSizeOfEveryReference(_ reference: ReferenceImage) throws {
    let header = try PictureHeader(of: reference.file)
    #expect(header.width == reference.image.width && header.height == reference.image.height)
    let isPNG = reference.name.hasSuffix("png")
    #expect(header.format == (isPNG ? .png : .pnm) && header.orientation == 1)
  }

  @Test(arguments: ReferenceDigest.jpegs + ReferenceDigest.bitmaps)
  func tellsTheSizeOfEveryDigest(_ reference: ReferenceDigest) throws {
    let header = try PictureHeader(of: reference.file)
    let isTurned = header.orientation > 4
    #expect(header.width == (isTurned ? reference.height : reference.width))
    #expect(header.height == (isTurned ? reference.width : reference.height))
  }

  @Test func tellsHowPixelsAreStored() throws {
    func jpeg(_ name: String) throws -> PictureHeader {
      let reference = try #require(ReferenceDigest.jpegs.first { $0.name == name })
      return try PictureHeader(of: reference.file)
    }
    let progressive = try jpeg("16x16-420-progressive")
    #expect(progressive.coding == "progressive" && progressive.colorSampling == "4:2:0")
    #expect(progressive.colors == "YCbCr" && progressive.bitsPerSample == 8)
    #expect(try jpeg("16x16-444").colorSampling == nil)
    let text = try PictureHeader(of: Array("P2\n3 2\n1023\n1 2 3 4 5 6\n".utf8))
    #expect(text.coding == "text" && text.colors == "grey" && text.bitsPerSample == 10)
    let file = Image(width: 3, height: 2, colorModel: .grayAlpha).pngEncoded()
    let png = try PictureHeader(of: file)
    #expect(png.coding == "row by row" && png.colors == "grey with opacity")
    let bitmap = try #require(ReferenceDigest.bitmaps.first { $0.name == "masks-565" })
    #expect(try PictureHeader(of: bitmap.file).bitsPerSample == 5)
  }

  @Test(arguments: ReferenceDigest.jpegs + ReferenceDigest.bitmaps)
  func beginningsAndFlippedBitsNeverTrap(_ reference: ReferenceDigest) {
    for count in reference.file.indices {
      _ = try? PictureHeader(of: Array(reference.file[..<count]))
    }
    for bit in 0..<min(reference.file.count, 700) * 8 {
      var file = reference.file
      file[bit / 8] ^= 1 << (bit % 8)
      _ = try? PictureHeader(of: file)
    }
  }
}

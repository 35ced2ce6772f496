import Testing

@testable import ImageCodecs

@Suite struct ImageEncodingTests {
  @Test(arguments: Image.ColorModel.allCases)
  func whatIsEncodedIsDecoded(_ colorModel: Image.ColorModel) throws {
    for (width, height) in [(1, 1), (3, 2), (17, 31), (300, 5)] {
      let noise = Image(noise: width, width: width, height: height, colorModel: colorModel)
      let smooth = noise.resized(toWidth: width * 5, height: height * 3)
      let flat = Image(width: width, height: height, colorModel: colorModel, filledWith: 200)
      for image in [noise, smooth, flat] {
        #expect(try Image(decoding: image.pngEncoded()) == image)
        let back = try Image(decoding: image.ppmEncoded())
        switch colorModel {
        case .gray, .rgb: #expect(back == image)
        case .grayAlpha: #expect(back.convertedToRGB() == image.convertedToRGB())
        case .rgba: #expect(back == image.convertedToRGB())
        }
      }
    }
  }

  @Test func smoothImagesBecomeSmall() {
    let noise = Image(noise: 1, width: 10, height: 10, colorModel: .rgb)
    let smooth = noise.resized(toWidth: 200, height: 200)
    #expect(smooth.pngEncoded().count < smooth.samples.count / 3)
    let flat = Image(width: 1000, height: 1000, colorModel: .rgb, filledWith: 7)
    #expect(flat.pngEncoded().count < 6000)
  }

  @Test func pngHasTheExpectedChunks() throws {
    let file = Image(width: 3, height: 2, colorModel: .grayAlpha).pngEncoded()
    let contents = try PNGContents(of: file.span)
    #expect(contents.header.colorType == .grayAlpha && contents.header.bitDepth == 8)
    #expect(file.suffix(12) == [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
  }
}

import Deflate
import Testing

@testable import ImageCodecs

@Suite struct DamagedPictureTests {
  private let lenient = DecodingOptions(acceptsDamage: true)
  private let image = Image(noise: 5, width: 19, height: 23, colorModel: .rgb)

  /// The rows of the whole image as far as they go, then zeros; returns how many rows there are.
  private func keptRowCount(_ picture: DecodedPicture, of whole: Image) -> Int {
    let rowByteCount = whole.width * whole.channelCount
    #expect(picture.image.samples.count == whole.samples.count)
    var kept = 0
    while kept < whole.height,
      picture.image.samples[kept * rowByteCount..<(kept + 1) * rowByteCount]
        == whole.samples[kept * rowByteCount..<(kept + 1) * rowByteCount]
    {
      kept += 1
    }
    #expect(picture.image.samples[(kept * rowByteCount)...].allSatisfy { $0 == 0 })
    return kept
  }

  @Test(arguments: [PNGEffort.stored, .standard])
  func rowsOfACutPNGAreKept(_ effort: PNGEffort) throws {
    let file = image.pngEncoded(effort: effort)
    var last = 0
    // After the header, and before the end of the chunk that ends the file.
    for count in 60..<file.count {
      let picture = try DecodedPicture(decoding: Array(file[..<count]), options: lenient)
      #expect(picture.damage != nil)
      let kept = keptRowCount(picture, of: image)
      #expect(kept >= last, "\(count) bytes")
      last = kept
    }
    #expect(last == image.height)
    let whole = try DecodedPicture(decoding: file, options: lenient)
    #expect(whole.image == image && whole.damage == nil)
  }

  @Test func wrongChecksumsOfPNGAreTold() throws {
    var file = image.pngEncoded()
    file[file.count - 13] ^= 1
    let picture = try DecodedPicture(decoding: file, options: lenient)
    #expect(picture.image == image)
    #expect(picture.damage.map { "\($0)".contains("checksum of chunk IDAT") } == true)
    // The stream's own checksum, with the chunk's put right.
    file = image.pngEncoded()
    file[file.count - 17] ^= 1
    PNGFiles.correctChecksums(of: &file)
    let other = try DecodedPicture(decoding: file, options: lenient)
    #expect(other.image == image)
    #expect(other.damage.map { "\($0)".contains("does not match its checksum") } == true)
  }

  @Test func everyBeginningAndFlippedBitGivesAnErrorOrAnImage() {
    let small = Image(noise: 2, width: 5, height: 4, colorModel: .rgb)
    let limits = DecodingLimits(maximumPixelCount: 10_000)
    let options = DecodingOptions(limits: limits, acceptsDamage: true)
    for file in [small.pngEncoded(), small.ppmEncoded()] {
      for count in file.indices {
        _ = try? DecodedPicture(decoding: Array(file[..<count]), options: options)
      }
      for bit in 0..<file.count * 8 {
        var changed = file
        changed[bit / 8] ^= 1 << (bit % 8)
        PNGFiles.correctChecksums(of: &changed)
        guard let picture = try? DecodedPicture(decoding: changed, options: options) else {
          continue
        }
        #expect(
          picture.image.samples.count
            == picture.image.width * picture.image.height * picture.image.channelCount)
      }
    }
  }

  @Test func samplesOfACutPNMAreKept() throws {
    let binary = image.ppmEncoded()
    let text =
      Array("P3 \(image.width) \(image.height) 255\n".utf8)
      + image.samples.flatMap { Array("\($0) ".utf8) }
    for (file, headerCount) in [(binary, 13), (text, 13)] {
      for count in [headerCount, headerCount + 1, file.count / 2, file.count - 5] {
        let picture = try DecodedPicture(decoding: Array(file[..<count]), options: lenient)
        #expect(picture.damage != nil)
        let samples = picture.image.samples
        let kept = zip(samples, image.samples).prefix { $0 == $1 }.count
        // A number may have been cut too.
        #expect(samples.dropFirst(kept + 1).allSatisfy { $0 == 0 }, "\(count) bytes")
      }
      #expect(throws: ImageDecodingError.self) { try Image(decoding: Array(file[..<100])) }
    }
  }

  @Test func rowsOfACutBitmapAreKept() throws {
    let reference = try #require(ReferenceDigest.bitmaps.first { $0.name == "gray-7x5" })
    let whole = try Image(decoding: reference.file)
    let picture = try DecodedPicture(
      decoding: Array(reference.file.dropLast(10)), options: lenient)
    #expect(picture.damage != nil)
    // The first rows come last.
    let rowByteCount = 7 * 3
    #expect(picture.image.samples[..<(2 * rowByteCount)].allSatisfy { $0 == 0 })
    #expect(picture.image.samples[(2 * rowByteCount)...] == whole.samples[(2 * rowByteCount)...])
  }
}

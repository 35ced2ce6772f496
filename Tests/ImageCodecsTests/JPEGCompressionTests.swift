import Deflate
import Testing

@testable import ImageCodecs

/// JPEG compression beside Pillow's.
@Suite struct JPEGCompressionTests {
  /// A line of `make_jpeg_compression.py`.
  struct Reference: CustomTestStringConvertible {
    let width: Int
    let height: Int
    let channelCount: Int
    let quality: Int
    let byteCount: Int
    let fileChecksum: UInt32
    let checksum: UInt32

    var testDescription: String { "\(width)x\(height)x\(channelCount), quality \(quality)" }

    static let all = ReferenceImage.lines(of: "jpeg_compression.txt").compactMap { fields in
      let numbers = fields.compactMap { Int($0) }
      return numbers.count == 7
        ? Reference(
          width: numbers[0], height: numbers[1], channelCount: numbers[2], quality: numbers[3],
          byteCount: numbers[4], fileChecksum: UInt32(numbers[5]), checksum: UInt32(numbers[6]))
        : nil
    }

    /// Ramps with noise of 0 to 63.
    var image: Image {
      var state = UInt32(width * 131 + height)
      let samples = (0..<width * height * channelCount).map { index in
        state = state &* 1_664_525 &+ 1_013_904_223
        let (column, row) = (index / channelCount % width, index / channelCount / width)
        let ramp = (column * 5 + row * 3 + index % channelCount * 60) % 192
        return UInt8(ramp + Int(state >> 26))
      }
      return Image(
        width: width, height: height, colorModel: channelCount == 1 ? .gray : .rgb,
        samples: samples)
    }
  }

  @Test func thereAreReferences() { #expect(Reference.all.count == 98) }

  @Test(arguments: Reference.all)
  func leavesWhatPillowLeaves(_ reference: Reference) {
    let left = reference.image.jpegCompressed(quality: reference.quality)
    #expect(CRC32.checksum(of: left.samples.span) == reference.checksum)
  }

  @Test(arguments: Reference.all)
  func writesTheFileThatPillowWrites(_ reference: Reference) {
    let file = reference.image.jpegEncoded(quality: reference.quality)
    #expect(file.count == reference.byteCount)
    #expect(CRC32.checksum(of: file.span) == reference.fileChecksum)
  }
}

import Deflate
import Testing

@testable import ImageCodecs

/// A small picture file of one of the scripts `make_*.py`, and what Pillow makes of it.
struct ReferenceDigest: CustomTestStringConvertible {
  let name: String
  let file: [UInt8]
  let width: Int
  let height: Int
  let channelCount: Int
  /// The CRC-32 of the samples.
  let checksum: UInt32

  var testDescription: String { name }

  static let jpegs = read("jpegs.txt") + read("jpeg_corners.txt")
  static let scaledJPEGs = read("jpeg_scales.txt")
  static let damagedJPEGs = read("jpeg_damage.txt")
  static let bitmaps = ["bitmaps.txt", "run_length_bitmaps.txt", "bitmap_headers.txt"]
    .flatMap(read)

  func describes(_ image: Image) -> Bool {
    image.width == width && image.height == height && image.channelCount == channelCount
      && CRC32.checksum(of: image.samples.span) == checksum
  }

  private static func read(_ name: String) -> [ReferenceDigest] {
    ReferenceImage.lines(of: name).compactMap { fields in
      guard fields.count == 6, let width = Int(fields[1]), let height = Int(fields[2]),
        let channelCount = Int(fields[3]), let checksum = UInt32(fields[5])
      else { return nil }
      return ReferenceDigest(
        name: fields[0], file: ReferenceImage.bytes(fields[4]), width: width, height: height,
        channelCount: channelCount, checksum: checksum)
    }
  }
}

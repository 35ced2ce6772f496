import Foundation
import ImageAugmentation
import ImageCodecs
import TestSupport

/// A picture of `Tests/References/ImageAugmentation` and what it was made with.
struct ReferenceCase: Decodable, Sendable, CustomStringConvertible {
  let name: String
  let offset: Int
  let width: Int
  let height: Int
  var imgaug: Bool?
  var hue: Float?
  var saturation: Float?
  var channel: String?
  var factor: Float?
  var offsetInLevels: Float?
  var addsFirst: Bool?
  var size: Int?
  var low: Int?
  var degrees: Float?

  var description: String { name }

  /// Whether imgaug made it, which rounds to 8 bits between the steps.
  var isFromImgaug: Bool { imgaug ?? false }

  /// The reference picture.
  var image: Image {
    get throws {
      let bytes = try Self.pictures.get()
      return Image(
        width: width, height: height, colorModel: .rgb,
        samples: [UInt8](bytes[offset..<offset + width * height * 3]))
    }
  }

  /// Every case, in the order of the script that made them.
  static let all: [ReferenceCase] = {
    let path = referencePath("ImageAugmentation/cases.json")
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return (try? decoder.decode([ReferenceCase].self, from: data)) ?? []
  }()

  /// The picture called `name`.
  static func image(_ name: String) throws -> Image {
    guard let found = all.first(where: { $0.name == name }) else {
      throw MissingReference(name: name)
    }
    return try found.image
  }

  private static let pictures = Result {
    try Data(contentsOf: URL(fileURLWithPath: referencePath("ImageAugmentation/pictures.bin")))
  }
}

struct MissingReference: Error { let name: String }

/// How far apart two pictures are, in levels.
struct LevelDifference: CustomStringConvertible {
  let largest: Int
  let mean: Double
  /// The share of samples that differ by at most one level.
  let shareWithinOne: Double

  /// - Parameter isCounted: Which pixels (x, y) are looked at.
  init(_ a: Image, _ b: Image, where isCounted: (Int, Int) -> Bool = { _, _ in true }) {
    precondition(a.width == b.width && a.height == b.height && a.samples.count == b.samples.count)
    var largest = 0
    var sum = 0
    var count = 0
    var withinOne = 0
    for y in 0..<a.height {
      for x in 0..<a.width where isCounted(x, y) {
        for channel in 0..<3 {
          let index = (y * a.width + x) * 3 + channel
          let difference = abs(Int(a.samples[index]) - Int(b.samples[index]))
          largest = max(largest, difference)
          sum += difference
          withinOne += difference <= 1 ? 1 : 0
          count += 1
        }
      }
    }
    self.largest = largest
    mean = Double(sum) / Double(max(count, 1))
    shareWithinOne = Double(withinOne) / Double(max(count, 1))
  }

  var description: String { "largest \(largest), mean \(mean), within 1: \(shareWithinOne)" }
}

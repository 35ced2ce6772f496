import Foundation
import TestSupport
import Testing

@testable import ImageCodecs

/// A small picture file of `make_images.py`, and what it holds.
struct ReferenceImage: CustomTestStringConvertible {
  let name: String
  let file: [UInt8]
  let image: Image

  var testDescription: String { name }

  static let all: [ReferenceImage] = lines(of: "images.txt").compactMap { fields in
    guard fields.count == 6, let width = Int(fields[1]), let height = Int(fields[2]),
      let model = Int(fields[3]).flatMap(Image.ColorModel.init(rawValue:))
    else { return nil }
    return ReferenceImage(
      name: fields[0], file: bytes(fields[4]),
      image: Image(width: width, height: height, colorModel: model, samples: bytes(fields[5])))
  }

  /// The fields of each line of a reference file.
  static func lines(of name: String) -> [[String]] {
    let data = FileManager.default.contents(atPath: referencePath("ImageCodecs/\(name)")) ?? Data()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
  }

  /// The bytes that `hexadecimal` writes.
  static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal.utf8).map { UInt8($0 < 0x40 ? $0 - 0x30 : $0 - 0x57) }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

extension Image {
  /// Noise, by the rule of `make_resized.py`.
  init(noise seed: Int, width: Int, height: Int, colorModel: ColorModel) {
    var state = UInt32(seed)
    let samples = (0..<width * height * colorModel.channelCount).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(state >> 24)
    }
    self.init(width: width, height: height, colorModel: colorModel, samples: samples)
  }
}

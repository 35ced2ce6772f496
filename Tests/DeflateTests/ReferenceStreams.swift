import Foundation
import TestSupport
import Testing

@testable import Deflate

/// A stream that zlib compressed, and what it holds.
struct ReferenceStream: CustomTestStringConvertible {
  let name: String
  let plain: [UInt8]
  let compressed: [UInt8]
  let format: StreamFormat

  var testDescription: String { name }

  static let all: [ReferenceStream] = plainTexts.flatMap { text, plain in
    ["stored", "fast", "best", "fixed", "huffman", "raw"].compactMap { setting in
      let path = referencePath("Deflate/\(text)-\(setting).deflated")
      guard let data = FileManager.default.contents(atPath: path) else { return nil }
      return ReferenceStream(
        name: "\(text)-\(setting)", plain: plain, compressed: [UInt8](data),
        format: setting == "raw" ? .raw : .zlib)
    }
  }

  /// The texts of `make_streams.py`.
  static let plainTexts: [(String, [UInt8])] = [
    ("empty", []),
    ("one", Array("a".utf8)),
    ("zeros", [UInt8](repeating: 0, count: 70_000)),
    ("words", (0..<150).flatMap { Array("\($0 * $0) bottles of beer on the wall, ".utf8) }),
    ("noise", noise(600)),
    ("skewed", zip(noise(2500), noise(2501).dropFirst()).map { $0 & $1 }),
  ]

  static func noise(_ count: Int) -> [UInt8] {
    var state: UInt32 = 1
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(state >> 24)
    }
  }
}

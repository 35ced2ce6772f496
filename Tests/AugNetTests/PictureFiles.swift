import AugNet
import Foundation

/// A folder for one test, deleted with all that is in it when the test is over.
final class PictureFiles {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "AugNetTests-\(UUID().uuidString)"
      ).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// A folder of `count` pictures that differ.
  convenience init(count: Int) throws {
    try self.init()
    for number in 0..<count { try put(Self.picture(number), at: "picture-\(number + 10).png") }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of `name` in this folder.
  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// Picture number `number`, of other classes for neighbouring numbers.
  static func picture(_ number: Int, width: Int = 24, height: Int = 20) -> Image {
    SamplePictures.picture(
      class: number % SamplePictures.classes.count, number: number, seed: 5, width: width,
      height: height)
  }

  func put(_ bytes: [UInt8], at name: String) throws {
    let url = URL(fileURLWithPath: self(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func put(_ image: Image, at name: String) throws {
    try put(name.hasSuffix(".png") ? image.pngEncoded() : image.ppmEncoded(), at: name)
  }

  func text(of name: String) throws -> String {
    try String(contentsOfFile: self(name), encoding: .utf8)
  }

  /// The names of all files in this folder and below, hidden ones too.
  func names() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
  }
}

/// A small encoder with new weights.
func untrainedEncoder(seed: UInt64 = 1, pictureSize: Int = 16) throws -> Encoder {
  try Encoder(
    untrained: .small(width: 4), pictureSize: pictureSize,
    normalization: PixelNormalization(
      mean: SIMD3(0.4, 0.5, 0.6), standardDeviation: SIMD3(0.2, 0.25, 0.3)), seed: seed)
}

import Foundation
import ImageCodecs
import SamplePictures

/// A folder for one test, deleted with all that is in it when the test is over.
final class PictureFiles {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "TrainingTests-\(UUID().uuidString)"
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
}

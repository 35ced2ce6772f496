import AugNet
import Foundation
import JSON
import Testing

@testable import AugNetCommands

/// A folder for one test, in which commands are run as the program runs them.
final class Workplace {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "AugNetCommandsTests-\(UUID().uuidString)"
      ).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of `name` in this folder.
  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// What a command line came to.
  struct Outcome {
    let status: Int32
    let output: String
    let error: String

    /// The lines on standard error.
    var errorLines: [String] { error.split(separator: "\n").map(String.init) }

    /// The one JSON object on standard output; nil if there is anything else.
    var json: JSONValue? {
      guard let value = try? JSONValue(parsing: output), value.objectValue != nil else {
        return nil
      }
      return value
    }
  }

  /// Runs a command line; a word that begins with `@` is a path in this folder.
  func run(_ line: String) -> Outcome {
    let recorded = RecordedConsole()
    let words = line.split(separator: " ").map { word in
      word.hasPrefix("@") ? self(String(word.dropFirst())) : String(word)
    }
    let status = Program.run(words, on: recorded.console())
    return Outcome(status: status, output: recorded.output, error: recorded.error)
  }

  func put(_ bytes: [UInt8], at name: String) throws {
    let url = URL(fileURLWithPath: self(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: self(name), withIntermediateDirectories: true)
  }

  func bytes(of name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(fileURLWithPath: self(name))))
  }

  func text(of name: String) throws -> String {
    String(decoding: try bytes(of: name), as: UTF8.self)
  }

  /// The names of all files and folders here and below, hidden ones too.
  func names() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
  }

  /// Small pictures in `pictures/CLASS/NUMBER.png`, and `pictures/labels.tsv`.
  func drawPictures(classes: Int = 3, perClass: Int = 3) throws {
    var labels = "path\tlabel\n"
    for (index, name) in SamplePictures.classes.prefix(classes).enumerated() {
      for number in 0..<perClass {
        let image = SamplePictures.picture(
          class: index, number: number, seed: 2, width: 24, height: 20 + number)
        try put(image.pngEncoded(), at: "pictures/\(name)/\(number).png")
        labels += "\(name)/\(number).png\t\(name)\n"
      }
    }
    try put(Array(labels.utf8), at: "pictures/labels.tsv")
  }

  /// An encoder with new weights in `name`.
  func makeModel(_ name: String = "model", seed: UInt64 = 1) throws {
    try Encoder(
      untrained: .small(width: 4), pictureSize: 16, normalization: .imageNet, seed: seed
    ).write(to: self(name))
  }
}

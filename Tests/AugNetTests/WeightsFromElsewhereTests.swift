import AugNet
import Foundation
import JSON
import TestSupport
import Testing

/// Weights as PyTorch saves them, and what PyTorch computes with them.
@Suite struct WeightsFromElsewhereTests {
  private static let path = referencePath("AugNet/small.pth")

  @Test func areReadAsTheyAre() throws {
    let text = try String(contentsOfFile: referencePath("AugNet/small.json"), encoding: .utf8)
    let reference = try JSONValue(parsing: text)
    let height = try #require(reference["height"]?.integerValue)
    let width = try #require(reference["width"]?.integerValue)
    var samples: [UInt8] = []
    for row in 0..<height {
      for column in 0..<width {
        samples.append(UInt8(row % 256))
        samples.append(UInt8(column * 3 % 256))
        samples.append(UInt8(row * column / 64 % 256))
      }
    }
    let image = Image(width: width, height: height, colorModel: .rgb, samples: samples)
    let encoder = try Encoder(contentsOf: Self.path)
    #expect(encoder.architecture == .small(width: 1) && encoder.dimension == 8)
    #expect(encoder.file.preparation == .published)
    let expected = try #require(reference["embedding"]?.arrayValue).compactMap(\.doubleValue)
    let embedding = encoder.embedding(of: image)
    #expect(embedding.count == expected.count)
    for (value, reference) in zip(embedding, expected) {
      #expect(abs(Double(value) - reference) < 1e-5)
    }
  }

  @Test func keepTheirFingerprintAsAModel() throws {
    let files = try PictureFiles()
    let encoder = try Encoder(contentsOf: Self.path)
    try encoder.write(to: files("model"))
    let model = try Encoder(contentsOf: files("model"))
    #expect(model.fingerprint == encoder.fingerprint)
    let images = [PictureFiles.picture(1), PictureFiles.picture(2, width: 40)]
    #expect(model.embed(images).scalars == encoder.embed(images).scalars)
    try encoder.write(to: files("half"), precision: .fp16)
    let half = try Encoder(contentsOf: files("half"))
    #expect(half.fingerprint != encoder.fingerprint)
    let sizes = try ["model", "half"].map {
      try Data(contentsOf: URL(fileURLWithPath: files($0))).count
    }
    #expect(sizes[1] < sizes[0])
    // Eleven bits of each weight are left, and twenty layers add up.
    for (value, exact) in zip(half.embed(images).scalars, encoder.embed(images).scalars) {
      #expect(abs(value - exact) < 1e-2)
    }
  }

  @Test func pictureSizesMayDifferInOneCall() throws {
    let encoder = try Encoder(contentsOf: Self.path)
    let images = [(24, 20), (20, 24), (30, 30)].map {
      PictureFiles.picture(3, width: $0.0, height: $0.1)
    }
    let together = encoder.embed(images)
    #expect(together.shape.dimensions == [3, 8])
    for (index, image) in images.enumerated() {
      #expect(encoder.embedding(of: image) == Array(together.scalars[8 * index..<8 * index + 8]))
    }
  }

  @Test func areRecognisedByContent() throws {
    guard case .encoder(let file, let checkpoint) = try FileContents(ofFileAt: Self.path) else {
      Issue.record("no encoder")
      return
    }
    #expect(file.architecture == .small(width: 1) && checkpoint.format == .pyTorch)
    guard
      case .tensors(let others) = try FileContents(
        ofFileAt: referencePath("Checkpoints/tensors.pth"))
    else {
      Issue.record("no tensors")
      return
    }
    #expect(others.tensors.count == 18)
    let legacy = referencePath("Checkpoints/legacy.pth")
    do {
      _ = try Encoder(contentsOf: legacy)
      Issue.record("a file of the old format was read")
    } catch {
      #expect(error.description.hasPrefix(legacy + ": ") && error.description.contains("1.6"))
    }
  }
}

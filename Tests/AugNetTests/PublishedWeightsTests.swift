import AugNet
import Foundation
import JSON
import TestSupport
import Testing

/// The AugNet authors' published weights give the numbers that their own program gives.
///
/// `AUGNET_IMGSIM_WEIGHTS` names the file `model.pth` of the Python package imgsim 0.1.2, which is no part
/// of this project; without it there is nothing to test here.
@Suite struct PublishedWeightsTests {
  private static let path = ProcessInfo.processInfo.environment["AUGNET_IMGSIM_WEIGHTS"]

  /// The picture that `make_published.py` calls by this number.
  private static func picture(_ number: Int, height: Int, width: Int) -> Image {
    var samples: [UInt8] = []
    for row in 0..<height {
      for column in 0..<width {
        let (down, right) = (row - height / 2, column - width / 2)
        let isLight = (row / 16 + column / 16) % 2 == 1
        samples.append(UInt8((row * (number + 1) + column) % 256))
        samples.append(UInt8((down * down + right * right) / (8 * (number + 1)) % 256))
        samples.append(UInt8((isLight ? 200 : 0) + number * 10))
      }
    }
    return Image(width: width, height: height, colorModel: .rgb, samples: samples)
  }

  @Test(.enabled(if: path != nil, "AUGNET_IMGSIM_WEIGHTS does not name the published weights"))
  func embeddingsAreTheAuthors() throws {
    let encoder = try Encoder(contentsOf: #require(Self.path))
    #expect(encoder.architecture == .resnet50 && encoder.file.preparation == .shortSide(350))
    let text = try String(contentsOfFile: referencePath("AugNet/published.json"), encoding: .utf8)
    let reference = try JSONValue(parsing: text)
    func numbers(_ value: JSONValue?) -> [Double] {
      value?.arrayValue?.compactMap(\.doubleValue) ?? []
    }
    let sizes = try #require(reference["sizes"]?.arrayValue)
    let embeddings = encoder.embed(
      sizes.enumerated().map { number, size in
        Self.picture(
          number, height: size[0]?.integerValue ?? 1, width: size[1]?.integerValue ?? 1)
      }
    ).scalars.map { Double($0) }
    let dimension = encoder.dimension
    for first in sizes.indices {
      let row = embeddings[first * dimension..<(first + 1) * dimension]
      let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(norm - numbers(reference["norms"])[first]) < 1e-3)
      for (value, expected) in zip(row, numbers(reference["firstNumbers"]?[first])) {
        #expect(abs(value - expected) < 2e-4)
      }
      for second in sizes.indices {
        let other = embeddings[second * dimension..<(second + 1) * dimension]
        let squares = zip(row, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let expected = numbers(reference["distances"]?[first])[second]
        #expect(abs(squares.squareRoot() - expected) < 5e-4, "\(first) and \(second)")
      }
    }
  }
}

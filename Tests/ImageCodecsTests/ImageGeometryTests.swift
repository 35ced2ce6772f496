import Deflate
import Testing

@testable import ImageCodecs

@Suite struct ImageGeometryTests {
  struct Reference: CustomTestStringConvertible {
    let operation: String
    let source: Image
    let arguments: [Int]
    let result: Image
    let testDescription: String

    static let all: [Reference] = ReferenceImage.lines(of: "resized.txt").compactMap { fields in
      let numbers = fields.map { Int($0) ?? 0 }
      guard fields.count == 9, let model = Image.ColorModel(rawValue: numbers[3]) else {
        return nil
      }
      return Reference(
        operation: fields[0],
        source: Image(noise: numbers[4], width: numbers[1], height: numbers[2], colorModel: model),
        arguments: fields[5].split(separator: "x").compactMap { Int($0) },
        result: Image(
          width: numbers[6], height: numbers[7], colorModel: model,
          samples: ReferenceImage.bytes(fields[8])),
        testDescription: fields.dropLast().joined(separator: " "))
    }
  }

  @Test func thereAreReferences() { #expect(Reference.all.count == 84) }

  @Test(arguments: Reference.all)
  func resizesAsOpenCVDoes(_ reference: Reference) {
    let source = reference.source
    let arguments = reference.arguments
    let result =
      switch reference.operation {
      case "resize": source.resized(toWidth: arguments[0], height: arguments[1])
      case "short": source.shortSide(resizedTo: arguments[0])
      default: source.centerCropped(toSquare: arguments[0])
      }
    #expect(result == reference.result)
  }

  /// A size of noise, a size to bring it to, and the CRC-32 of what comes of it.
  struct Checksum: CustomTestStringConvertible {
    let interpolation: Interpolation
    let source: Image
    let width: Int
    let height: Int
    let checksum: UInt32
    let testDescription: String

    static let all: [Checksum] = ReferenceImage.lines(of: "resized_checksums.txt").compactMap {
      fields in
      let numbers = fields.map { Int($0) ?? 0 }
      guard fields.count == 8, let interpolation = Interpolation(rawValue: fields[0]),
        let model = Image.ColorModel(rawValue: numbers[3])
      else { return nil }
      return Checksum(
        interpolation: interpolation,
        source: Image(
          noise: numbers[4], width: numbers[1], height: numbers[2], colorModel: model),
        width: numbers[5], height: numbers[6], checksum: UInt32(numbers[7]),
        testDescription: fields.joined(separator: " "))
    }
  }

  @Test func thereAreChecksums() { #expect(Checksum.all.count == 280) }

  @Test(arguments: Checksum.all)
  func resizesAsTheProgramsNamedDo(_ reference: Checksum) {
    let result = reference.source.resized(
      toWidth: reference.width, height: reference.height, by: reference.interpolation)
    #expect(result.width == reference.width && result.height == reference.height)
    #expect(CRC32.checksum(of: result.samples.span) == reference.checksum)
  }

  @Test(arguments: Interpolation.allCases)
  func oneColorStaysThatColor(_ interpolation: Interpolation) {
    for value in [UInt8(0), 1, 200, 255] {
      let image = Image(width: 13, height: 9, colorModel: .rgb, filledWith: value)
      for (width, height) in [(1, 1), (5, 30), (26, 3), (13, 8), (100, 100)] {
        let result = image.resized(toWidth: width, height: height, by: interpolation)
        #expect(result == Image(width: width, height: height, colorModel: .rgb, filledWith: value))
      }
    }
  }

  @Test func resizingToTheSameSizeChangesNothing() {
    let image = Image(noise: 4, width: 7, height: 5, colorModel: .rgb)
    #expect(image.resized(toWidth: 7, height: 5) == image)
  }

  @Test func cropsAndFlips() {
    let image = Image(width: 3, height: 2, colorModel: .grayAlpha, samples: Array(0..<12))
    let part = image.cropped(x: 1, y: 1, width: 2, height: 1)
    #expect(part.width == 2 && part.height == 1 && part.samples == [8, 9, 10, 11])
    #expect(image.cropped(x: 0, y: 0, width: 3, height: 2) == image)
    #expect(image.flippedHorizontally().samples == [4, 5, 2, 3, 0, 1, 10, 11, 8, 9, 6, 7])
    #expect(image.flippedHorizontally().flippedHorizontally() == image)
  }
}

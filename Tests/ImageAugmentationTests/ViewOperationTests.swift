import Foundation
import ImageAugmentation
import ImageCodecs
import TestSupport
import Testing

/// What imgaug made with fixed numbers, or statistics of what it draws.
private struct OperationCase: Decodable, Sendable, CustomStringConvertible {
  let kind: String
  let numbers: [Double]
  var samples: String?

  var description: String { "\(kind) \(numbers)" }

  var image: Image? {
    guard let text = samples.map({ Array($0.utf8) }), text.count == 40 * 40 * 6 else { return nil }
    let levels = stride(from: 0, to: text.count, by: 2).compactMap { index in
      UInt8(String(decoding: text[index..<index + 2], as: UTF8.self), radix: 16)
    }
    return Image(width: 40, height: 40, colorModel: .rgb, samples: levels)
  }

  static let all: [OperationCase] = {
    guard
      let data = FileManager.default.contents(
        atPath: referencePath("ImageAugmentation/operations.json"))
    else { return [] }
    return (try? JSONDecoder().decode([OperationCase].self, from: data)) ?? []
  }()
}

@Suite struct ViewOperationTests {
  private static func fixed() -> [OperationCase] {
    OperationCase.all.filter { ["gamma", "blur", "motion", "cutout"].contains($0.kind) }
  }

  @Test func referencesAreThere() {
    #expect(Self.fixed().count == 17)
    #expect(OperationCase.all.first?.image != nil)
  }

  /// Our numbers are not rounded before they become levels: imgaug cuts a gamma's fraction off and blurs
  /// in fixed point, which is up to one level.
  @Test(arguments: fixed())
  private func isImgaugsWithFixedNumbers(_ reference: OperationCase) throws {
    let numbers = reference.numbers.map { Float($0) }
    let change: ViewChange =
      switch reference.kind {
      case "gamma": .gamma(SIMD3(numbers[0], numbers[1], numbers[2]))
      case "blur": .gaussianBlur(sigma: numbers[0])
      case "motion":
        .motionBlur(MotionBlur(size: Int(numbers[0]), degrees: numbers[1], direction: numbers[2]))
      default: .cutout(x: numbers[0], y: numbers[1], side: numbers[2])
      }
    let picture = try #require(OperationCase.all.first?.image)
    let view = ViewSource(picture).view(ViewParameters(changes: [change]), size: 40)
    let difference = LevelDifference(view, try #require(reference.image))
    #expect(difference.largest <= Self.levels(of: reference.kind), "\(difference)")
  }

  /// The turned line of a motion blur is drawn in 8 bits by imgaug: one level more.
  private static func levels(of kind: String) -> Int {
    switch kind {
    case "cutout": 0
    case "motion": 2
    default: 1
    }
  }

  @Test(arguments: [2, 30, 75, 100]) func jpegCompressionIsTheCodecs(_ quality: Int) throws {
    let picture = try #require(OperationCase.all.first?.image)
    let source = ViewSource(picture)
    let whole = source.view(ViewParameters(changes: []), size: 40)
    let view = source.view(
      ViewParameters(changes: [.jpegCompression(quality: quality)]), size: 40)
    #expect(view == whole.jpegCompressed(quality: quality))
    #expect(view != whole)
  }

  private static func view(_ change: ViewChange) -> [Double] {
    let gray = Image(width: 224, height: 224, colorModel: .rgb, filledWith: 128)
    let view = ViewSource(gray).view(ViewParameters(changes: [change]), size: 224)
    return view.samples.map { Double($0) }
  }

  /// Mean, variance, and products of neighbouring channels and columns; a million samples a case.
  @Test(arguments: OperationCase.all.filter { $0.kind == "noise" })
  private func noiseHasImgaugsStatistics(_ reference: OperationCase) {
    var samples: [Double] = []
    for key in 0..<8 {
      samples += Self.view(
        .noise(
          deviation: Float(reference.numbers[0]), perChannel: reference.numbers[1] == 1,
          key: UInt64(key))
      ).map { $0 - 128 }
    }
    let count = Double(samples.count)
    let mean = samples.reduce(0, +) / count
    let variance = samples.reduce(0) { $0 + $1 * $1 } / count - mean * mean
    let pixels = stride(from: 0, to: samples.count, by: 3)
    let pair = pixels.reduce(0.0) { $0 + samples[$1] * samples[$1 + 1] } / (count / 3)
    let across = pixels.dropLast().reduce(0.0) { $0 + samples[$1] * samples[$1 + 3] } / (count / 3)
    // Five standard deviations of each, for 400,000 independent numbers here and a million there.
    #expect(abs(mean - reference.numbers[2]) < 0.12)
    #expect(abs(variance - reference.numbers[3]) < 2)
    #expect(abs(pair - reference.numbers[4]) < 2)
    #expect(abs(across - reference.numbers[5]) < 1.5)
  }

  @Test(arguments: OperationCase.all.filter { $0.kind == "dropout" })
  private func dropoutHasImgaugsStatistics(_ reference: OperationCase) {
    var shares: [Double] = []
    for key in 0..<400 {
      let samples = Self.view(
        .dropout(
          CoarseDropout(
            probability: Float(reference.numbers[0]), gridShare: SIMD2(0.1, 0.1),
            perChannel: reference.numbers[1] == 1, key: UInt64(key))))
      #expect(samples.allSatisfy { $0 == 0 || $0 == 128 })
      shares.append(samples.reduce(0) { $0 + ($1 == 0 ? 1 : 0) } / Double(samples.count))
    }
    // 400 grids of 22 × 22 cells (or three): the mean's deviation is 0.14 / √193,600.
    #expect(abs(shares.reduce(0, +) / 400 - reference.numbers[2]) < 0.0025)
  }

  /// Memory is used again without being cleared.
  @Test func whatWasMadeBeforeLeavesNoTrace() {
    let picture = ViewSource(
      Image(
        width: 70, height: 50, colorModel: .rgb,
        samples: (0..<10_500)
          .map { UInt8(truncatingIfNeeded: $0 &* 37 / 5) }))
    let parameters = (0..<6).map {
      AugmentationRecipe.imageNet.drawParameters(seed: 4, epoch: 0, picture: 0, view: $0)
    }
    // Sizes with and without a remainder by sixteen, and one of a single pixel.
    for size in [33, 48, 1] {
      let first = parameters.map { picture.view($0, size: size) }
      _ = parameters.map { picture.view($0, size: size == 33 ? 47 : 33) }
      #expect(parameters.reversed().map { picture.view($0, size: size) } == first.reversed())
    }
  }

  @Test func edgesAreCutAfterTheRotation() {
    let image = Image(width: 64, height: 64, colorModel: .rgb, filledWith: 90)
    let turned = ViewSource(image).view(
      ViewParameters(
        rotationInDegrees: 5, trim: .init(left: 0.1, right: 0.1, top: 0.1, bottom: 0.1)), size: 64)
    // Five degrees blacken less than a tenth of each edge.
    #expect(turned.samples.allSatisfy { $0 == 90 })
  }

  @Test func oneGammaAfterAnotherIsOne() throws {
    let picture = ViewSource(try #require(OperationCase.all.first?.image))
    let (first, second) = (SIMD3<Float>(0.8, 1.3, 2), SIMD3<Float>(1.2, 0, 0.7))
    let both = picture.view(ViewParameters(changes: [.gamma(first), .gamma(second)]), size: 40)
    let joined = picture.view(ViewParameters(changes: [.gamma(first * second)]), size: 40)
    #expect(both == joined)
    // Not across another change, and not with rounding in between.
    let stages = [ViewChange.gamma(first), .addToHue(30), .gamma(second)]
    let split = picture.view(ViewParameters(changes: stages), size: 40)
    #expect(split != picture.view(ViewParameters(changes: [stages[0], stages[1]]), size: 40))
    let rounded = picture.view(
      ViewParameters(changes: [.gamma(first), .gamma(second)], style: .asRun), size: 40)
    let stepwise = ViewSource(
      picture.view(ViewParameters(changes: [.gamma(first)], style: .asRun), size: 40))
    let expected = stepwise.view(ViewParameters(changes: [.gamma(second)]), size: 40)
    #expect(LevelDifference(rounded, expected).largest <= 1)
  }

  /// imgaug's `Crop` takes whole pixels off and enlarges by OpenCV's rule for areas.
  @Test func asRunEdgesAreCutOffInWholePixels() {
    var random = SeededRandom(9)
    let image = Image(
      width: 64, height: 64, colorModel: .rgb,
      samples: (0..<64 * 64 * 3).map { _ in UInt8(random.integer(in: 0...255)) })
    let trim = ViewParameters.Trim(left: 0.1, right: 0.05, top: 0, bottom: 0.02)
    let plain = ViewSource(image).view(ViewParameters(style: .asRun), size: 32)
    let view = ViewSource(image).view(ViewParameters(trim: trim, style: .asRun), size: 32)
    // 3.2, 1.6 and 0.64 pixels.
    let rest = plain.cropped(x: 3, y: 0, width: 27, height: 31)
    #expect(view == rest.resized(toWidth: 32, height: 32, by: .area))
    // After the rotation.
    let turned = ViewSource(image).view(
      ViewParameters(rotationInDegrees: 20, style: .asRun), size: 32)
    #expect(
      ViewSource(image).view(
        ViewParameters(rotationInDegrees: 20, trim: trim, style: .asRun), size: 32)
        == turned.cropped(x: 3, y: 0, width: 27, height: 31)
        .resized(toWidth: 32, height: 32, by: .area))
  }

  @Test func asRunStepsAreOpenCVsInEightBits() {
    var random = SeededRandom(3)
    let image = Image(
      width: 30, height: 24, colorModel: .rgb,
      samples: (0..<30 * 24 * 3).map { _ in UInt8(random.integer(in: 0...255)) })
    let view = ViewSource(image).view(
      ViewParameters(
        crop: .init(side: 0.5, horizontalPosition: 0, verticalPosition: 0), isFlipped: true,
        resolution: 0.5, style: .asRun), size: 32)
    let steps = image.shortSide(resizedTo: 64).cropped(x: 0, y: 0, width: 32, height: 32)
      .flippedHorizontally().resized(toWidth: 16, height: 16)
      .resized(toWidth: 32, height: 32)
    #expect(view == steps)
  }
}

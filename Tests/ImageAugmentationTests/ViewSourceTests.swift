import ImageAugmentation
import ImageCodecs
import TestSupport
import Testing

@Suite struct ViewSourceTests {
  private static func cases(_ prefix: String) -> [ReferenceCase] {
    ReferenceCase.all.filter { $0.name.hasPrefix(prefix) }
  }

  private static func view(
    of picture: String = "square", _ parameters: ViewParameters, size: Int
  ) throws -> Image {
    ViewSource(try ReferenceCase.image(picture)).view(parameters, size: size)
  }

  @Test func referencesAreThere() {
    #expect(Self.cases("resize").count == 5)
    #expect(Self.cases("reduce").count == 3)
    #expect(Self.cases("rotate").count == 3)
  }

  @Test(arguments: cases("resize"))
  func theIdentityIsOpenCVsResize(_ reference: ReferenceCase) throws {
    let view = try Self.view(.identity, size: reference.width)
    #expect(LevelDifference(view, try reference.image).largest <= 1)
  }

  @Test func aPictureOfTheViewsSizeIsKept() throws {
    #expect(try Self.view(.identity, size: 48) == ReferenceCase.image("square"))
  }

  /// Equal inside; at the crop's edge ours interpolates with what lies beyond it.
  @Test func cropsAreOpenCVsCropAndResize() throws {
    func isInside(_ x: Int, _ y: Int) -> Bool {
      (1...30).contains(x) && (1...30).contains(y)
    }
    let middle = try Self.view(ViewParameters(crop: .init(side: 0.5)), size: 32)
    let expectedMiddle = try ReferenceCase.image("crop middle")
    #expect(LevelDifference(middle, expectedMiddle, where: isInside).largest <= 1)
    #expect(LevelDifference(middle, expectedMiddle).largest <= 3)
    let corner = try Self.view(
      of: "wide",
      ViewParameters(crop: .init(side: 0.5, horizontalPosition: 0, verticalPosition: 1)), size: 32)
    let expectedCorner = try ReferenceCase.image("crop corner")
    #expect(LevelDifference(corner, expectedCorner, where: isInside).largest <= 1)
  }

  @Test func flippingIsExact() throws {
    #expect(
      try Self.view(ViewParameters(isFlipped: true), size: 48) == ReferenceCase.image("flip"))
    // Also away from the centre: the flipped view of a crop is the crop's mirror image.
    let crop = ViewParameters.Crop(side: 0.5, horizontalPosition: 0.25, verticalPosition: 0.75)
    let plain = try Self.view(of: "wide", ViewParameters(crop: crop), size: 20)
    let flipped = try Self.view(of: "wide", ViewParameters(crop: crop, isFlipped: true), size: 20)
    #expect(mirrored(plain) == flipped)
  }

  private func mirrored(_ image: Image) -> Image {
    var result = image
    for y in 0..<image.height {
      for x in 0..<image.width {
        for channel in 0..<3 {
          result.samples[(y * image.width + x) * 3 + channel] =
            image.samples[(y * image.width + image.width - 1 - x) * 3 + channel]
        }
      }
    }
    return result
  }

  @Test(arguments: cases("reduce"))
  func reducedResolutionIsOpenCVsTwoResizes(_ reference: ReferenceCase) throws {
    let size = try #require(reference.size)
    let low = try #require(reference.low)
    let resolution = (Float(low) + 0.5) / Float(size)
    let view = try Self.view(ViewParameters(resolution: resolution), size: size)
    let difference = LevelDifference(view, try reference.image)
    #expect(difference.largest <= 1, "\(difference)")
  }

  /// OpenCV's warp rounds coordinates to 1/32 pixel: up to 4 levels on the edge to black.
  @Test(arguments: cases("rotate"))
  func rotationIsImgaugs(_ reference: ReferenceCase) throws {
    let degrees = try #require(reference.degrees)
    let view = try Self.view(ViewParameters(rotationInDegrees: degrees), size: 48)
    let expected = try reference.image
    let difference = LevelDifference(view, expected)
    #expect(difference.largest <= 4, "\(difference)")
    #expect(difference.mean <= 0.15, "\(difference)")
    for corner in [0, 47, 47 * 48, 48 * 48 - 1] {
      #expect(view.samples[corner * 3..<corner * 3 + 3].allSatisfy { $0 == 0 })
      #expect(expected.samples[corner * 3..<corner * 3 + 3].allSatisfy { $0 == 0 })
    }
    let interior = LevelDifference(view, expected) { x, y in
      let dx = Float(x) - 23.5
      let dy = Float(y) - 23.5
      return dx * dx + dy * dy < 22 * 22
    }
    #expect(interior.largest <= 1, "\(interior)")
  }

  @Test func theWholeChainIsTheAuthors() throws {
    let view = try Self.view(
      ViewParameters(isFlipped: true, resolution: 32.5 / 48, rotationInDegrees: -28), size: 48)
    let difference = LevelDifference(view, try ReferenceCase.image("chain"))
    #expect(difference.largest <= 4, "\(difference)")
    #expect(difference.shareWithinOne >= 0.98, "\(difference)")
  }

  @Test func aConstantPictureStaysConstantInside() {
    let image = Image(width: 31, height: 17, colorModel: .rgb, filledWith: 200)
    let source = ViewSource(image)
    for number in 0..<50 {
      let drawn = AugmentationRecipe.stl.drawParameters(seed: 3, epoch: 0, picture: 0, view: number)
      let unrotated = ViewParameters(
        crop: drawn.crop, isFlipped: drawn.isFlipped, resolution: drawn.resolution)
      #expect(source.view(unrotated, size: 29).samples.allSatisfy { $0 == 200 })
      let rotated = ViewParameters(
        crop: drawn.crop, isFlipped: drawn.isFlipped, resolution: drawn.resolution,
        rotationInDegrees: drawn.rotationInDegrees)
      let view = source.view(rotated, size: 29)
      #expect(view.samples[(14 * 29 + 14) * 3] == 200)
      #expect(view.samples.allSatisfy { $0 <= 200 })
    }
  }

  /// A view that shrinks its picture a lot is near the mean of what each of its pixels covers.
  @Test func shrinkingDoesNotAlias() {
    // Columns alternate between black and white: every second pixel of a plain sampling.
    let samples = (0..<256 * 256).flatMap { index -> [UInt8] in
      let level: UInt8 = index % 2 == 0 ? 0 : 255
      return [level, level, level]
    }
    let image = Image(width: 256, height: 256, colorModel: .rgb, samples: samples)
    for size in [10, 16, 32, 61] {
      let view = ViewSource(image).view(.identity, size: size)
      #expect(view.samples.allSatisfy { abs(Int($0) - 128) <= 1 }, "size \(size)")
    }
  }

  @Test(arguments: [(1, 1), (1, 7), (7, 1), (1, 300), (300, 1), (2, 2), (3, 5), (16, 9)])
  func pictureOfAnySize(_ width: Int, _ height: Int) {
    let samples = (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 * 37) }
    let image = Image(width: width, height: height, colorModel: .rgb, samples: samples)
    let source = ViewSource(image)
    #expect(source.width == width && source.height == height)
    for size in [1, 2, 7, 8, 9, 32] {
      for view in 0..<10 {
        let parameters = AugmentationRecipe.stl.drawParameters(
          seed: 1, epoch: 0, picture: 0, view: view)
        var output = [Float](repeating: .nan, count: size * size * 3)
        var span = output.mutableSpan
        source.render(
          parameters, size: size, mean: SIMD3(repeating: 0),
          standardDeviation: SIMD3(repeating: 1), into: &span)
        #expect(output.allSatisfy { $0 > -1e-5 && $0 < 1 + 1e-5 })
      }
    }
  }

  @Test func onePixelFillsItsView() {
    let image = Image(width: 1, height: 1, colorModel: .rgb, samples: [10, 200, 30])
    let view = ViewSource(image).view(ViewParameters(crop: .init(side: 0.2)), size: 5)
    #expect(view.samples == [UInt8]((0..<25).flatMap { _ in [10, 200, 30] }))
  }

  @Test func otherColorModelsBecomeRGB() {
    var random = SeededRandom(5)
    for model in Image.ColorModel.allCases {
      let samples = (0..<6 * 5 * model.channelCount).map { _ in
        UInt8(random.integer(in: 0...255))
      }
      let image = Image(width: 6, height: 5, colorModel: model, samples: samples)
      let parameters = ViewParameters(rotationInDegrees: 20)
      #expect(
        ViewSource(image).view(parameters, size: 9)
          == ViewSource(image.convertedToRGB()).view(parameters, size: 9))
    }
  }

  @Test func renderingNormalises() throws {
    let image = try ReferenceCase.image("square")
    let mean = SIMD3<Float>(0.485, 0.456, 0.406)
    let deviation = SIMD3<Float>(0.229, 0.224, 0.225)
    for number in 0..<20 {
      let parameters = AugmentationRecipe.stl.drawParameters(
        seed: 8, epoch: 1, picture: 2, view: number)
      let source = ViewSource(image)
      var output = [Float](repeating: .nan, count: 33 * 33 * 3)
      var span = output.mutableSpan
      source.render(
        parameters, size: 33, mean: mean, standardDeviation: deviation, into: &span)
      let view = source.view(parameters, size: 33)
      #expect(
        output.indices.allSatisfy { index in
          let channel = index % 3
          let level = (output[index] * deviation[channel] + mean[channel]) * 255
          return abs(level - Float(view.samples[index])) <= 0.501
        })
    }
  }

  @Test func theRecipesShortcutIsTheSame() throws {
    let image = try ReferenceCase.image("wide")
    let parameters = AugmentationRecipe.stl.drawParameters(seed: 1, epoch: 2, picture: 3, view: 4)
    #expect(
      AugmentationRecipe.stl.view(of: image, parameters: parameters, size: 24)
        == ViewSource(image).view(parameters, size: 24))
  }
}

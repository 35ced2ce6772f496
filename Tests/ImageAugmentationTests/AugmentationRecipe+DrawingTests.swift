import ImageAugmentation
import Testing

@Suite struct AugmentationRecipeDrawingTests {
  private static let count = 20_000

  private static let drawn: [ViewParameters] = (0..<count).map { number in
    AugmentationRecipe.stl.drawParameters(
      seed: 42, epoch: number / 5000, picture: number % 5000 / 4, view: number % 4)
  }

  /// Uniform: inside the range, both tenths at its ends hit as often as expected, the mean central.
  private func expectUniform(
    _ values: [Float], in range: ClosedRange<Float>, _ name: Comment
  ) {
    let width = range.upperBound - range.lowerBound
    let count = Double(values.count)
    #expect(values.allSatisfy(range.contains), name)
    let mean = values.reduce(0.0) { $0 + Double(($1 - range.lowerBound) / width) } / count
    // Five standard deviations of a mean of uniforms and of a share of one tenth.
    #expect(abs(mean - 0.5) < 5 * (1 / (12 * count)).squareRoot(), name)
    let tolerance = 5 * (0.1 * 0.9 / count).squareRoot()
    let low = values.count { $0 < range.lowerBound + 0.1 * width }
    let high = values.count { $0 > range.upperBound - 0.1 * width }
    #expect(abs(Double(low) / count - 0.1) < tolerance, name)
    #expect(abs(Double(high) / count - 0.1) < tolerance, name)
  }

  private func expectShare(_ hits: Int, of total: Int, _ probability: Double, _ name: Comment) {
    let deviation = (probability * (1 - probability) / Double(total)).squareRoot()
    #expect(abs(Double(hits) / Double(total) - probability) < 5 * deviation, name)
  }

  @Test func geometryIsDrawnFromItsRanges() {
    let drawn = Self.drawn
    expectUniform(drawn.map(\.crop.side), in: 0.2...1, "crop side")
    expectUniform(drawn.map(\.crop.horizontalPosition), in: 0...1, "horizontal position")
    expectUniform(drawn.map(\.crop.verticalPosition), in: 0...1, "vertical position")
    expectUniform(drawn.map(\.rotationInDegrees), in: -35...35, "rotation")
    expectShare(drawn.count(where: \.isFlipped), of: Self.count, 0.5, "flip")
    let resolutions = drawn.compactMap(\.resolution)
    expectShare(resolutions.count, of: Self.count, 0.7, "reduced resolution")
    expectUniform(resolutions, in: 0.2...1, "resolution")
  }

  @Test func colorsAreDrawnFromTheirRanges() throws {
    var hues: [Float] = []
    var saturations: [Float] = []
    var brightnesses: [BrightnessChange] = []
    for parameters in Self.drawn {
      try #require(parameters.changes.count == 3)
      guard case .addToHue(let hue) = parameters.changes[0],
        case .addToSaturation(let saturation) = parameters.changes[1],
        case .brightness(let brightness) = parameters.changes[2]
      else {
        Issue.record("the colour changes are not in the recipe's order: \(parameters)")
        return
      }
      hues.append(hue)
      saturations.append(saturation)
      brightnesses.append(brightness)
    }
    expectUniform(hues, in: -25...25, "hue")
    expectUniform(saturations, in: -150...50, "saturation")
    expectUniform(brightnesses.map(\.factor), in: 0.75...1.25, "factor")
    expectUniform(brightnesses.map(\.offset), in: -50...50, "offset")
    expectShare(brightnesses.count(where: \.addsFirst), of: Self.count, 0.5, "order")
    for channel in BrightnessChange.Channel.allCases {
      let hits = brightnesses.count { $0.channel == channel }
      expectShare(hits, of: Self.count, channel == .luma ? 1.0 / 3 : 1.0 / 6, "\(channel)")
    }
  }

  @Test func drawingIsAPureFunction() {
    let recipe = AugmentationRecipe.stl
    for number in stride(from: 0, to: Self.count, by: 997) {
      let again = recipe.drawParameters(
        seed: 42, epoch: number / 5000, picture: number % 5000 / 4, view: number % 4)
      #expect(again == Self.drawn[number])
    }
  }

  @Test func everyCoordinateMatters() {
    let recipe = AugmentationRecipe.stl
    let base = recipe.drawParameters(seed: 1, epoch: 2, picture: 3, view: 4)
    #expect(base != recipe.drawParameters(seed: 2, epoch: 2, picture: 3, view: 4))
    #expect(base != recipe.drawParameters(seed: 1 + 1 << 40, epoch: 2, picture: 3, view: 4))
    #expect(base != recipe.drawParameters(seed: 1, epoch: 3, picture: 3, view: 4))
    #expect(base != recipe.drawParameters(seed: 1, epoch: 2, picture: 4, view: 4))
    #expect(base != recipe.drawParameters(seed: 1, epoch: 2, picture: 3, view: 5))
    #expect(Set(Self.drawn).count == Self.count)
  }

  /// Neighbouring views, pictures and epochs are uncorrelated, and so are operations of one view.
  @Test func drawsAreIndependent() {
    func correlation(_ a: [Float], _ b: [Float]) -> Double {
      let meanA = a.reduce(0.0) { $0 + Double($1) } / Double(a.count)
      let meanB = b.reduce(0.0) { $0 + Double($1) } / Double(b.count)
      var (ab, aa, bb) = (0.0, 0.0, 0.0)
      for index in a.indices {
        let x = Double(a[index]) - meanA
        let y = Double(b[index]) - meanB
        ab += x * y
        aa += x * x
        bb += y * y
      }
      return ab / (aa * bb).squareRoot()
    }
    let sides = Self.drawn.map(\.crop.side)
    let rotations = Self.drawn.map(\.rotationInDegrees)
    let limit = 5 / Double(Self.count).squareRoot()
    #expect(abs(correlation(sides, rotations)) < limit)
    for lag in [1, 4, 5000] {
      #expect(abs(correlation(Array(sides.dropLast(lag)), Array(sides.dropFirst(lag)))) < 2 * limit)
    }
  }

  @Test func changingARangeLeavesTheOtherOperationsAlone() throws {
    var operations = AugmentationRecipe.stl.operations
    operations[0] = .crop(side: 0.9...1)
    let other = try AugmentationRecipe(name: "other", operations: operations)
    let mine = AugmentationRecipe.stl.drawParameters(seed: 7, epoch: 0, picture: 1, view: 2)
    let its = other.drawParameters(seed: 7, epoch: 0, picture: 1, view: 2)
    #expect(mine.crop.side != its.crop.side)
    #expect(mine.rotationInDegrees == its.rotationInDegrees)
    #expect(mine.changes == its.changes)
  }

  @Test func theRecipeNoneDrawsTheIdentity() {
    let drawn = AugmentationRecipe.none.drawParameters(seed: 1, epoch: 1, picture: 1, view: 1)
    #expect(drawn == .identity)
    #expect(drawn.description == "no change")
  }

  @Test func parametersDescribeThemselves() {
    let parameters = ViewParameters(
      crop: .init(side: 0.5, horizontalPosition: 0, verticalPosition: 1), isFlipped: true,
      resolution: 0.25, rotationInDegrees: -12.5, changes: [.addToHue(3)])
    #expect(
      parameters.description
        == "crop 0.5 at 0, 1, flipped, resolution 0.25, rotated −12.5°, hue +3")
  }
}

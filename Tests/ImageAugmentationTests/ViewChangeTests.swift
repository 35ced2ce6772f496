import ImageAugmentation
import ImageCodecs
import Testing

@Suite struct ViewChangeTests {
  private static let colorCases = ReferenceCase.all.filter { $0.hue != nil || $0.channel != nil }

  private static func changed(_ reference: ReferenceCase) throws -> Image {
    var changes: [ViewChange] = []
    if let name = reference.channel {
      let channel = try #require(BrightnessChange.Channel(rawValue: name))
      changes.append(
        .brightness(
          BrightnessChange(
            channel: channel, factor: try #require(reference.factor),
            offset: try #require(reference.offsetInLevels),
            addsFirst: reference.addsFirst == true)))
    } else {
      changes.append(.addToHue(try #require(reference.hue)))
      changes.append(.addToSaturation(try #require(reference.saturation)))
    }
    let palette = try ReferenceCase.image("colors")
    return ViewSource(palette).view(ViewParameters(changes: changes), size: palette.width)
  }

  @Test func referencesAreThere() {
    #expect(Self.colorCases.count == 58)
  }

  /// Within one level of OpenCV's float conversions; OpenCV's Lab interpolates in tables, and its
  /// Luv has another limit for colours that are all but black.
  @Test(arguments: colorCases.filter { !$0.isFromImgaug })
  func agreesWithOpenCV(_ reference: ReferenceCase) throws {
    let difference = LevelDifference(try Self.changed(reference), try reference.image)
    #expect(difference.mean <= 0.25, "\(difference)")
    switch reference.channel {
    case "Lab lightness": #expect(difference.largest <= 2, "\(difference)")
    case "Luv lightness": #expect(difference.shareWithinOne >= 0.995, "\(difference)")
    default: #expect(difference.largest <= 1, "\(difference)")
    }
  }

  /// Near imgaug, which rounds hue to 2°, every channel to 8 bits, and all of it twice.
  @Test(arguments: colorCases.filter(\.isFromImgaug))
  func isNearImgaug(_ reference: ReferenceCase) throws {
    let difference = LevelDifference(try Self.changed(reference), try reference.image)
    // Darkened in Luv, OpenCV's 8-bit colours change sign near black.
    let isDarkenedLuv = reference.channel == "Luv lightness" && reference.factor == 1.2
    #expect(difference.mean <= (isDarkenedLuv ? 2.5 : 1.1), "\(difference)")
    switch reference.channel {
    case nil: #expect(difference.largest <= 5, "\(difference)")
    case "HSV value", "HLS lightness": #expect(difference.largest <= 5, "\(difference)")
    case "Lab lightness": #expect(difference.largest <= 12, "\(difference)")
    default: break
    }
  }

  @Test func changesThatAddNothingKeepEveryLevel() throws {
    let palette = try ReferenceCase.image("colors")
    let source = ViewSource(palette)
    var changes: [ViewChange] = [.addToHue(0), .addToSaturation(0)]
    for channel in BrightnessChange.Channel.allCases {
      changes.append(.brightness(BrightnessChange(channel: channel)))
    }
    for change in changes {
      let view = source.view(ViewParameters(changes: [change]), size: palette.width)
      #expect(view == palette, "\(change)")
    }
  }

  @Test func aHueOfAWholeCircleIsNoChange() throws {
    let palette = try ReferenceCase.image("colors")
    for hue: Float in [255, -255] {
      let view = ViewSource(palette).view(
        ViewParameters(changes: [.addToHue(hue)]), size: palette.width)
      #expect(LevelDifference(view, palette).largest <= 1)
    }
  }

  @Test func hueAndSaturationInOnePassEqualTwoPasses() throws {
    let palette = try ReferenceCase.image("colors")
    let source = ViewSource(palette)
    func view(_ changes: [ViewChange]) -> Image {
      source.view(ViewParameters(changes: changes), size: palette.width)
    }
    // A brightness that changes nothing keeps the two from being joined.
    let nothing = ViewChange.brightness(BrightnessChange(channel: .luma))
    let joined = view([.addToHue(20), .addToSaturation(-40)])
    let apart = view([.addToHue(20), nothing, .addToSaturation(-40)])
    #expect(LevelDifference(joined, apart).shareWithinOne == 1)
    #expect(view([.addToHue(20), .addToHue(-20)]) == palette)
  }

  @Test func everySampleStaysInRange() throws {
    let palette = try ReferenceCase.image("colors")
    let source = ViewSource(palette)
    let count = palette.samples.count
    for channel in BrightnessChange.Channel.allCases {
      for (factor, offset): (Float, Float) in [(0, 0), (255, 255), (1, -255), (0.01, -3), (3, 200)]
      {
        let change = BrightnessChange(channel: channel, factor: factor, offset: offset)
        var output = [Float](repeating: .nan, count: count)
        var span = output.mutableSpan
        source.render(
          ViewParameters(changes: [.brightness(change)]), size: palette.width,
          mean: SIMD3(repeating: 0), standardDeviation: SIMD3(repeating: 1), into: &span)
        #expect(output.allSatisfy { $0 >= 0 && $0 <= 1 }, "\(change)")
      }
    }
  }

  @Test func describesItself() {
    #expect(ViewChange.addToHue(-12.345).description == "hue −12.3")
    #expect(ViewChange.addToSaturation(7).description == "saturation +7")
    let change = BrightnessChange(channel: .luma, factor: 1.1, offset: 20, addsFirst: true)
    #expect(ViewChange.brightness(change).description == "luma +20 then × 1.1")
  }
}

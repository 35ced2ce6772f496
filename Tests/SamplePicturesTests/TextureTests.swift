import TestSupport
import Testing

@testable import SamplePictures

struct TextureTests {
  @Test(arguments: Texture.allCases)
  func tonesStayInRangeAndVary(texture: Texture) {
    var random = SeededRandom(UInt64(texture.rawValue))
    var tones: [Float] = []
    for _ in 0..<4000 {
      let variation = TextureVariation(thickness: random.uniform(in: 0...1), salt: 7)
      let point = Point(random.uniform(in: -9...9), random.uniform(in: -9...9))
      tones.append(texture.tone(at: point, variation))
    }
    #expect(tones.allSatisfy { (0...1).contains($0) })
    let mean = tones.reduce(0, +) / Float(tones.count)
    #expect((0.15...0.85).contains(mean), "mean tone \(mean)")
    #expect(tones.contains { $0 < 0.3 } && tones.contains { $0 > 0.7 })
  }

  /// Patterns repeat: moved by a period, the tone is the same.
  @Test(arguments: [
    (Texture.stripes, Point(1, 0.3)), (.checkers, Point(1, 1)), (.dots, Point(1, 0)),
    (.zigzag, Point(0, 1)), (.plaid, Point(1, 1)), (.scales, Point(1, 0)),
    (.scales, Point(0, 1)),
  ])
  func patternsRepeat(texture: Texture, period: Point) {
    var random = SeededRandom(3)
    let variation = TextureVariation(thickness: 0.5, salt: 1)
    var same = 0
    for _ in 0..<1000 {
      let point = Point(random.uniform(in: -5...5), random.uniform(in: -5...5))
      let difference =
        texture.tone(at: point, variation) - texture.tone(at: point + period, variation)
      if abs(difference) < 1e-3 { same += 1 }
    }
    // A point on an edge may fall to either side.
    #expect(same >= 995)
  }

  @Test func ringsLookTheSameInAllDirections() {
    var random = SeededRandom(4)
    let variation = TextureVariation(thickness: 0.5, salt: 1)
    for _ in 0..<200 {
      let point = Point(random.uniform(in: -5...5), random.uniform(in: -5...5))
      let turned = point.rotated(byRadians: random.uniform(in: -3...3))
      let difference =
        Texture.rings.tone(at: point, variation) - Texture.rings.tone(at: turned, variation)
      #expect(abs(difference) < 1e-3)
    }
  }

  @Test func everyPointLiesInItsNearestHexagon() {
    var random = SeededRandom(5)
    for _ in 0..<1000 {
      let point = Point(random.uniform(in: -5...5), random.uniform(in: -5...5))
      let (center, tile) = Texture.honeycomb.hexagon(holding: point)
      // No point of a hexagon of width 1 is farther from its centre than a corner.
      #expect((point - center).length <= 0.5774)
      let again = Texture.honeycomb.hexagon(holding: center + Point(0.01, -0.01))
      #expect(again.tile == tile)
    }
  }

  @Test func thicknessWidensStripes() {
    func share(_ thickness: Float) -> Float {
      let variation = TextureVariation(thickness: thickness, salt: 1)
      return (0..<1000).reduce(0) {
        $0 + Texture.stripes.tone(at: Point(Float($1) / 100, 0), variation) / 1000
      }
    }
    #expect(abs(share(0) - 0.35) < 0.02)
    #expect(abs(share(1) - 0.6) < 0.02)
  }
}

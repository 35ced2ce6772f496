import RandomNumbers
import Testing

@testable import SamplePictures

struct SceneTests {
  @Test func theOutlineFillsMostOfThePicture() {
    for number in 0..<50 {
      var draws = DrawSequence(CounterRandom(seed: 1, UInt32(number)))
      let outline = Outline(middle: Point(32, 32), side: 64, draws: &draws)
      var held = 0
      for y in 0..<64 {
        for x in 0..<64 where outline.holds(Point(Float(x) + 0.5, Float(y) + 0.5)) { held += 1 }
      }
      #expect(held > 64 * 64 * 6 / 10, "picture \(number): \(held) of 4096 pixels")
    }
  }

  @Test func thePatchHidesLittle() {
    for number in 0..<50 {
      var draws = DrawSequence(CounterRandom(seed: 2, UInt32(number)))
      let patch = Patch(middle: Point(32, 32), side: 64, draws: &draws)
      var covered = 0
      for y in 0..<64 {
        for x in 0..<64 where patch.covers(Point(Float(x) + 0.5, Float(y) + 0.5)) { covered += 1 }
      }
      #expect(covered < 64 * 64 / 10, "picture \(number): \(covered) of 4096 pixels")
    }
  }

  @Test func lightIsEvenInTheMiddle() {
    for number in 0..<20 {
      var draws = DrawSequence(CounterRandom(seed: 3, UInt32(number)))
      let lighting = Lighting(middle: Point(32, 32), side: 64, draws: &draws)
      #expect(lighting.brightness(at: Point(32, 32)) == 1)
      let corner = lighting.brightness(at: Point(0, 0))
      #expect(corner > 0.7 && corner < 1.3)
    }
  }

  @Test func theWaveBendsALittle() {
    for number in 0..<20 {
      var draws = DrawSequence(CounterRandom(seed: 4, UInt32(number)))
      let wave = Wave(side: 64, draws: &draws)
      for step in 0..<64 {
        #expect(wave.displacement(at: Point(Float(step), 10)).length <= 64 * 0.031)
      }
    }
  }

  /// Hue drifts across a picture, and light tones are lighter than dark ones everywhere.
  @Test func paintKeepsItsLuminanceWhileItsHueDrifts() {
    func luminance(_ color: Color) -> Float {
      0.299 * color.x + 0.587 * color.y + 0.114 * color.z
    }
    for number in 0..<20 {
      var draws = DrawSequence(CounterRandom(seed: 5, UInt32(number)))
      let paint = Paint(middle: Point(32, 32), side: 64, draws: &draws)
      let corners = [Point(0, 0), Point(64, 0), Point(0, 64), Point(64, 64)]
      let light = corners.map { paint.color(ofTone: 1, at: $0) }
      let dark = corners.map { paint.color(ofTone: 0, at: $0) }
      for (lighter, darker) in zip(light, dark) {
        #expect(luminance(lighter) - luminance(darker) > 0.35)
        #expect(abs(luminance(lighter) - luminance(light[0])) < 0.03)
      }
      #expect(Set(light).count == 4)
    }
  }
}

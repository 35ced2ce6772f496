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
}

import TestSupport
import Testing

@testable import SamplePictures

struct ColorTests {
  @Test func hueDoesNotChangeLuminance() {
    var random = SeededRandom(8)
    for _ in 0..<200 {
      let luminance = random.uniform(in: 0.35...0.65)
      let color = Color(
        luminance: luminance, hueInRadians: random.uniform(in: -3...3),
        chroma: random.uniform(in: 0...0.14))
      let weighted = 0.299 * color.x + 0.587 * color.y + 0.114 * color.z
      #expect(abs(weighted - luminance) < 2e-3)
    }
  }

  @Test func mixingRunsFromOneColorToTheOther() {
    let (a, b) = (Color(0.1, 0.2, 0.3, 0), Color(0.5, 0.6, 0.9, 0))
    #expect(a.mixed(with: b, 0) == a)
    let middle = a.mixed(with: b, 0.5) - Color(0.3, 0.4, 0.6, 0)
    #expect(abs(middle.x) + abs(middle.y) + abs(middle.z) < 1e-6)
  }
}

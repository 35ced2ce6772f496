import ImageCodecs
import TestSupport
import Testing

@testable import Figures

struct FittedImageTests {
  @Test func theLongerSideFills() {
    func size(_ width: Int, _ height: Int) -> [Int] {
      let fitted = Image(width: width, height: height, colorModel: .gray, filledWith: 77)
        .fitted(intoSquareOf: 50)
      #expect(fitted.colorModel == .rgb && fitted.samples.allSatisfy { $0 == 77 })
      return [fitted.width, fitted.height]
    }
    #expect(size(100, 100) == [50, 50])
    #expect(size(10, 20) == [25, 50])
    #expect(size(300, 150) == [50, 25])
    #expect(size(1, 1) == [50, 50])
    #expect(size(1000, 1) == [50, 1])
  }

  @Test func theSameSizeIsTheSamePicture() {
    var random = SeededRandom(1)
    let samples = (0..<7 * 7 * 3).map { _ in UInt8(random.integer(in: 0...255)) }
    let image = Image(width: 7, height: 7, colorModel: .rgb, samples: samples)
    #expect(image.fitted(intoSquareOf: 7) == image)
  }

  /// Straight slopes stay straight when a picture grows or shrinks, but for its edges.
  @Test(arguments: [12, 24, 48, 96])
  func slopesStayStraight(side: Int) {
    var image = Image(width: 48, height: 48, colorModel: .gray)
    for y in 0..<48 { for x in 0..<48 { image.samples[y * 48 + x] = UInt8(3 * x + 2 * y) } }
    let fitted = image.fitted(intoSquareOf: side)
    let ratio = 48 / Double(side)
    for y in side / 6..<side - side / 6 {
      for x in side / 6..<side - side / 6 {
        let expected = 3 * ((Double(x) + 0.5) * ratio - 0.5) + 2 * ((Double(y) + 0.5) * ratio - 0.5)
        #expect(abs(Double(fitted.samples[(y * side + x) * 3]) - expected) <= 0.51)
      }
    }
  }

  @Test func weightsSumToOne() {
    for (old, new) in [(1, 9), (9, 1), (7, 5), (5, 7), (1000, 3)] {
      let axis = ResamplingAxis(from: old, to: new)
      for position in 0..<new {
        let taps = axis.taps(at: position)
        #expect(abs(taps.reduce(0) { $0 + $1.weight } - 1) < 1e-5)
        #expect(taps.allSatisfy { (0..<old).contains($0.index) && $0.weight >= 0 })
      }
    }
  }
}

import ImageCodecs
import Testing

@testable import SamplePictures

struct SamplePicturesTests {
  @Test func classesHaveNamesOfTheirOwn() {
    #expect(SamplePictures.classes.count >= 12)
    #expect(Set(SamplePictures.classes).count == SamplePictures.classes.count)
    for name in SamplePictures.classes {
      #expect(name.allSatisfy { $0.isASCII && $0.isLowercase }, "\(name)")
    }
  }

  @Test(arguments: SamplePictures.classes.indices)
  func aPictureFollowsFromItsCoordinates(classIndex: Int) {
    func picture(_ number: Int, _ seed: UInt64) -> Image {
      SamplePictures.picture(class: classIndex, number: number, seed: seed, width: 40, height: 33)
    }
    let first = picture(0, 1)
    #expect(first.width == 40 && first.height == 33 && first.colorModel == .rgb)
    #expect(first == picture(0, 1))
    #expect(first != picture(1, 1))
    #expect(first != picture(0, 2))
  }

  @Test func theSmallestPictureIsDrawn() {
    for classIndex in SamplePictures.classes.indices {
      let picture = SamplePictures.picture(
        class: classIndex, number: 0, seed: 1, width: 1, height: 1)
      #expect(picture.samples.count == 3)
    }
  }

  /// Mean colour and contrast must not tell the classes apart: pattern alone does.
  @Test func colorDoesNotGiveTheClassAway() {
    let classCount = SamplePictures.classes.count
    let picturesPerClass = 24
    let features = (0..<classCount).map { classIndex in
      (0..<picturesPerClass).map { number in
        meanAndDeviation(
          SamplePictures.picture(
            class: classIndex, number: number, seed: 1, width: 24, height: 24))
      }
    }
    // Nearest class mean, each picture left out of its own class's mean.
    var hits = 0
    for own in 0..<classCount {
      for (number, feature) in features[own].enumerated() {
        let distances = (0..<classCount).map { other -> Double in
          let members = features[other].enumerated().filter { other != own || $0.offset != number }
          let sum = members.reduce(SIMD4<Double>()) { $0 + $1.element }
          let difference = sum / Double(members.count) - feature
          return (difference * difference).sum()
        }
        if distances.indices.min(by: { distances[$0] < distances[$1] }) == own { hits += 1 }
      }
    }
    let accuracy = Double(hits) / Double(classCount * picturesPerClass)
    #expect(accuracy < 0.3, "mean colour and contrast alone are right at \(accuracy)")
  }

  private func meanAndDeviation(_ image: Image) -> SIMD4<Double> {
    var sums = SIMD4<Double>()
    var squares = 0.0
    for pixel in 0..<(image.width * image.height) {
      var luminance = 0.0
      for channel in 0..<3 {
        let value = Double(image.samples[3 * pixel + channel])
        sums[channel] += value
        luminance += value / 3
      }
      squares += luminance * luminance
    }
    let count = Double(image.width * image.height)
    sums /= count
    let mean = (sums[0] + sums[1] + sums[2]) / 3
    sums[3] = (squares / count - mean * mean).squareRoot()
    return sums
  }
}

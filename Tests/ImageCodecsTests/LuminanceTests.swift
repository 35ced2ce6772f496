import Testing

@testable import ImageCodecs

@Suite struct LuminanceTests {
  @Test func meansAndVariancesAreThoseOfTheDefinition() throws {
    for model in Image.ColorModel.allCases {
      let image = Image(noise: 7, width: 9, height: 6, colorModel: model)
      let luminance = Luminance(image, shortSide: 100)
      let values = (0..<54).map { pixel -> Double in
        let samples = image.samples[pixel * image.channelCount..<(pixel + 1) * image.channelCount]
        let first = samples.startIndex
        guard image.channelCount > 2 else { return Double(samples[first]) }
        return 0.299 * Double(samples[first]) + 0.587 * Double(samples[first + 1])
          + 0.114 * Double(samples[first + 2])
      }
      // Integers lose less than one, and weights of eight bits half of one.
      #expect(abs(luminance.mean - values.reduce(0, +) / 54) < 1.5)
      var laplacians: [Double] = []
      for y in 1..<5 {
        for x in 1..<8 {
          let place = y * 9 + x
          laplacians.append(
            values[place - 1] + values[place + 1] + values[place - 9] + values[place + 9]
              - 4 * values[place])
        }
      }
      let mean = laplacians.reduce(0, +) / 28
      let variance = laplacians.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 28
      let actual = try #require(luminance.laplacianVariance)
      #expect(abs(actual - variance) < 0.02 * variance)
    }
  }

  @Test func largeImagesAreReduced() {
    let image = Image(width: 900, height: 600, colorModel: .rgb, filledWith: 90)
    let luminance = Luminance(image, shortSide: 64)
    #expect(luminance.mean == 90 && luminance.laplacianVariance == 0)
    let narrow = Image(width: 2, height: 9, colorModel: .gray)
    #expect(Luminance(narrow, shortSide: 64).laplacianVariance == nil)
  }
}

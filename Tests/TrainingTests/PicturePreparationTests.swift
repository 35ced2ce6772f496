import ImageCodecs
import Testing

@testable import Training

@Suite struct PicturePreparationTests {
  @Test func namesAreReadBack() {
    for preparation in [PicturePreparation.center(224), .shortSide(350), .center(1), .published] {
      #expect(PicturePreparation(preparation.description) == preparation)
    }
    #expect("\(PicturePreparation.center(224))" == "center224")
    for name in [
      "", "center", "short0", "center-1", "center4097", "short1025", "short+5", "center007", "224",
    ] {
      #expect(PicturePreparation(name) == nil, "\(name)")
    }
  }

  /// The sizes that the authors' program computes: the other side loses its fraction.
  @Test(arguments: [
    (500, 375, 466, 350), (375, 500, 350, 466), (350, 350, 350, 350), (100, 100, 350, 350),
    (640, 427, 524, 350), (1, 3, 350, 1050),
    (100, 5, 7000, 350), (170, 5, 11900, 350),
    // The middle of what would have more than 2²² pixels.
    (5, 300, 350, 11900), (300, 5, 11900, 350),
  ])
  func wholePicturesHaveTheAuthorsSizes(width: Int, height: Int, toWidth: Int, toHeight: Int) {
    let image = Image(width: width, height: height, colorModel: .gray, filledWith: 255)
    let picture = PicturePreparer(.published, .imageNet).prepare(image)
    #expect(picture.isShortened == (max(width, height) == 300))
    let input = picture.tensor
    #expect(input.shape.dimensions == [1, toHeight, toWidth, 3])
    // White: (1 − mean) / deviation.
    let white: [Float] = [
      (1 - 0.485) / 0.229, (1 - 0.456) / 0.224, (1 - 0.406) / 0.225,
    ]
    for channel in 0..<3 { #expect(abs(input[channel] - white[channel]) < 1e-6) }
  }

  /// What a sample becomes, in double precision, and nothing between rows.
  @Test(arguments: [PicturePreparation.shortSide(3), .center(3)])
  func preparedPicturesAreWrittenRowByRow(_ preparation: PicturePreparation) {
    let samples = (0..<27).map { UInt8(9 * $0) }
    let image = Image(width: 3, height: 3, colorModel: .rgb, samples: samples)
    let normalization = PixelNormalization.imageNet
    let picture = PicturePreparer(preparation, normalization).prepare(image)
    var elements = [Float](repeating: 77, count: 2 * 12 + 9)
    var span = elements.mutableSpan
    picture.write(into: &span, rowPitch: 12)
    for (index, element) in elements.enumerated() {
      let (row, place) = (index / 12, index % 12)
      guard place < 9 else {
        #expect(element == 77, "between rows")
        continue
      }
      let channel = place % 3
      let centered = Double(samples[9 * row + place]) / 255 - Double(normalization.mean[channel])
      let expected = centered / Double(normalization.standardDeviation[channel])
      #expect(abs(Double(element) - expected) < 2e-6)
    }
    #expect(picture.tensor.scalars == elements.indices.filter { $0 % 12 < 9 }.map { elements[$0] })
  }

  @Test func veryLongPicturesLoseBothEnds() {
    var samples = [UInt8](repeating: 0, count: 100)
    samples[46] = 200
    let image = Image(width: 100, height: 1, colorModel: .gray, samples: samples)
    // Of 1024 · 1024 pixels there are four in 2²², but a form of 8 is always read.
    let middle = PicturePreparation.shortSide(1024).withoutFarEnds(image)
    #expect(middle.width == 8 && middle.samples == [200, 0, 0, 0, 0, 0, 0, 0])
    #expect(PicturePreparation.shortSide(200).withoutFarEnds(image) == image)
    #expect(PicturePreparation.shortSide(205).withoutFarEnds(image).width == 99)
  }
}

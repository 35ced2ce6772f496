import AugNet
import Testing

@Suite struct DemonstrationTests {
  private static func label(_ path: String) -> String? {
    let parts = path.split(separator: "/")
    return parts.count > 1 ? String(parts[parts.count - 2]) : nil
  }

  @Test func writesTheSampleCollection() throws {
    let files = try PictureFiles()
    let count = try writeSamplePictures(to: files("samples"), picturesPerClass: 1, seed: 4)
    let plan = SamplePictures.plan(picturesPerClass: 1, seed: 4)
    #expect(count == plan.count && count == SamplePictures.classes.count)
    for picture in plan.prefix(3) {
      let image = try Image(contentsOf: files("samples/\(picture.path)"))
      #expect(image == SamplePictures.picture(picture, seed: 4))
    }
    #expect(try files.text(of: "samples/labels.tsv") == SamplePictures.labelsFile(of: plan))
    #expect(try files.names().filter { $0.contains(".p") }.count == count)
  }

  @Test func goesTheWholeWay() throws {
    let files = try PictureFiles()
    for classIndex in 0..<3 {
      for number in 0..<3 {
        try files.put(
          PictureFiles.picture(classIndex, width: 24 + number), at: "\(classIndex)/\(number).png")
      }
    }
    var demonstration = Demonstration(seed: 3)
    demonstration.configuration.architecture = .small(width: 4)
    demonstration.configuration.viewSize = 16
    demonstration.configuration.length = .steps(2)
    var steps = 0
    let outcome = try demonstration.run(onPicturesIn: files.path, label: Self.label) { _ in
      steps += 1
      return true
    }
    #expect(steps == 2 && outcome.losses.count == 2)
    #expect(outcome.embedded.paths.count == 9 && outcome.embedded.embeddings.shape == [9, 32])
    for quality in [outcome.rawPixels, outcome.untrained, outcome.trained] {
      #expect((0...1).contains(quality.precisionAt5))
      #expect((0...1).contains(quality.clusteringAccuracy))
    }
    let again = try demonstration.run(onPicturesIn: files.path, label: Self.label)
    #expect(again.trained == outcome.trained && again.losses == outcome.losses)
    #expect(again.encoder.fingerprint == outcome.encoder.fingerprint)

    let curve = lossCurve(outcome.losses, loss: "contrast")
    #expect(curve.width > 100 && curve.height > 100)
    #expect(throws: DemonstrationError.noLabel(files("0/0.png"))) {
      try demonstration.run(onPicturesIn: files.path, label: { _ in nil })
    }
  }

  @Test func takesPixelsAsPoints() {
    let image = Image(
      width: 2, height: 2, colorModel: .rgb, samples: [UInt8](repeating: 51, count: 12))
    let points = pixelPoints([image, image], side: 2)
    #expect(points.shape == [2, 12])
    #expect(points.scalars.allSatisfy { abs($0 - 0.2) < 1e-6 })
  }
}

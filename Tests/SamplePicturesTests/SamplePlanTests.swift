import Testing

@testable import SamplePictures

struct SamplePlanTests {
  let plan = SamplePictures.plan(seed: 1)

  @Test func everyClassHasItsPictures() {
    #expect(plan.count == 40 * SamplePictures.classes.count)
    for (index, label) in SamplePictures.classes.enumerated() {
      let pictures = plan.filter { $0.classIndex == index }
      #expect(pictures.map(\.number) == Array(0..<40))
      #expect(pictures.allSatisfy { $0.label == label && $0.path.hasPrefix("\(label)/\(label)-") })
    }
    #expect(Set(plan.map(\.path)).count == plan.count)
  }

  @Test func oneInEightIsAPixmap() {
    let pixmaps = plan.filter { $0.path.hasSuffix(".ppm") }
    #expect(pixmaps.count == plan.count / 8)
    #expect(plan.allSatisfy { $0.path.hasSuffix(".ppm") || $0.path.hasSuffix(".png") })
  }

  @Test func sizesVaryWithinTheirBounds() {
    #expect(plan.allSatisfy { (64...128).contains($0.width) && (64...128).contains($0.height) })
    #expect(Set(plan.map(\.width)).count > 20)
    #expect(plan.filter { $0.width != $0.height }.count > plan.count / 2)
    #expect(plan.contains { $0.width > $0.height } && plan.contains { $0.width < $0.height })
    // Uncompressed, so that the files stay below 8 MB when PNG saves a fifth.
    #expect(plan.reduce(0) { $0 + $1.width * $1.height * 3 } < 10_000_000)
  }

  @Test func aPlanFollowsFromItsSeed() {
    #expect(plan == SamplePictures.plan(seed: 1))
    #expect(plan != SamplePictures.plan(seed: 2))
    // A shorter plan begins like a longer one.
    #expect(SamplePictures.plan(picturesPerClass: 3, seed: 1) == plan.filter { $0.number < 3 })
  }

  @Test func labelsFileNamesEveryPicture() {
    let lines = SamplePictures.labelsFile(of: plan).split(separator: "\n")
    #expect(lines.count == plan.count + 1)
    #expect(lines[0] == "path\tlabel")
    #expect(lines[1] == "\(plan[0].path)\t\(plan[0].label)")
  }
}

import Testing

@testable import AugNetCommands

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("", "", 0), ("abc", "", 3), ("", "abc", 3), ("abc", "abc", 0), ("abc", "axc", 1),
    ("kitten", "sitting", 3), ("trian", "train", 1), ("ab", "ba", 1), ("steps", "step", 1),
  ])
  func countsEdits(_ a: String, _ b: String, _ expected: Int) {
    #expect(editDistance(Array(a), Array(b)) == expected)
    #expect(editDistance(Array(b), Array(a)) == expected)
  }

  @Test func findsWhatWasMeantAndNothingElse() {
    let commands = ["train", "embed", "compare", "index", "search", "cluster", "info", "demo"]
    #expect(nearestName(to: "trian", among: commands) == "train")
    #expect(nearestName(to: "indx", among: commands) == "index")
    #expect(nearestName(to: "serach", among: commands) == "search")
    #expect(nearestName(to: "clusters", among: commands) == "cluster")
    #expect(nearestName(to: "frobnicate", among: commands) == nil)
    #expect(nearestName(to: "x", among: commands) == nil)
    #expect(nearestName(to: "train", among: []) == nil)
  }
}

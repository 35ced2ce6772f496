import Testing

/// Rules that a file can break on its own.
@Suite struct FileRulesTests {
  private let sources = SourceFile.all(in: ["Sources", "Benchmarks"])
  private let all = SourceFile.all(in: ["Sources", "Benchmarks", "Tests"])

  @Test func filesFitASitting() {
    for file in all {
      // The last line break ends the last line and begins none.
      let count = file.lines.count - (file.lines.last == "" ? 1 : 0)
      #expect(count <= 400, "\(file) has \(count) lines")
    }
  }

  @Test func namesSayWhatIsInside() {
    for file in all {
      for part in file.path.split(separator: "/") {
        #expect(
          !part.contains(/(Utils?|Utilit(y|ies)|Helpers?|Misc|Common)(?![a-z])/),
          "\(file): '\(part)' says nothing")
      }
    }
  }

  @Test func namesDifferByMoreThanCase() {
    var seen: [String: String] = [:]
    for file in all {
      let folded = file.path.lowercased()
      if let other = seen.updateValue(file.path, forKey: folded) {
        Issue.record("\(file) and \(other) are the same file where case is folded")
      }
    }
  }

  @Test func nothingIsLeftForLater() {
    for file in all {
      let places = file.occurrences(of: /\b(?:TO[D]O|FI[X]ME|XX[X])\b/, in: file.lines)
      #expect(places.isEmpty, "\(places)")
    }
  }

  @Test func nothingEndsTheProcessOrForcesAnAnswer() {
    for file in sources {
      let places = file.occurrences(of: /\bfatalError\b|\btry!|\bas!/)
      #expect(places.isEmpty, "\(places)")
    }
  }
}

import TestSupport
import Testing

/// The package manifest, held against the house's table and rules.
@Suite struct ManifestTests {
  private let manifest = SourceFile("Package.swift")

  /// The targets of the manifest's text: the name and the target dependencies of each.
  private var targets: [String: Set<String>] {
    let text = manifest.lines.joined(separator: " ")
    var targets: [String: Set<String>] = [:]
    for match in text.matches(
      of: /\.(?:target|executableTarget)\(\s*name:\s*"(\w+)"(?:,\s*dependencies:\s*\[([^\]]*)\])?/)
    {
      let list = (match.2 ?? "").matches(of: /"(\w+)"/).map { String($0.1) }
      targets[String(match.1)] = Set(list)
    }
    return targets
  }

  /// The test targets: the name and the targets that each may use.
  private var testTargets: Set<String> {
    Set(manifest.lines.joined(separator: " ").matches(of: /tests\(\s*"(\w+)"/).map { String($0.1) })
  }

  @Test func declaresTheDependenciesOfTheTable() {
    var targets = targets
    #expect(targets.removeValue(forKey: "TestSupport") != nil)
    #expect(Set(targets.keys) == Set(House.rooms.map(\.name)))
    for room in House.rooms {
      let declared = targets[room.name] ?? []
      #expect(declared == room.mayImport, "\(room.name)")
    }
  }

  @Test func givesEveryTargetItsTests() {
    for room in House.rooms {
      let isTested = testTargets.contains(room.name + "Tests")
      let reason = House.testedElsewhere[room.name]
      #expect(
        isTested != (reason != nil),
        "\(room.name): \(isTested ? "is tested and excused" : "has no tests")")
    }
    for name in House.testedElsewhere.keys {
      #expect(House.room(name) != nil, "\(name) is excused but is no target")
    }
  }

  /// A test target's folder that holds no test would pass silently.
  @Test func findsATestInEveryTestTarget() {
    let files = SourceFile.all(in: ["Tests"])
    for name in testTargets.sorted() {
      let tests = files.filter { $0.target == name }.flatMap { $0.occurrences(of: /@Test\b/) }
      #expect(!tests.isEmpty, "\(name) holds no test")
    }
  }

  @Test func hasNoPackageDependency() {
    #expect(manifest.occurrences(of: /\.package\(/) == [])
  }

  @Test func neverLeavesOutChecks() {
    let files = SourceFile.all(in: ["Sources", "Benchmarks", "Tests"]) + [manifest]
    // The word is put together so that this file does not contain it.
    let flag = "-O" + "unchecked"
    for file in files {
      for (index, line) in file.lines.enumerated() where line.contains(flag) {
        Issue.record("\(file):\(index + 1): \(flag) deletes preconditions")
      }
    }
  }

  @Test func turnsWarningsIntoErrorsEverywhere() {
    let text = manifest.lines.joined(separator: "\n")
    #expect(text.contains(".treatAllWarnings(as: .error)"))
    #expect(text.contains(".strictMemorySafety()"))
    #expect(text.contains("swiftLanguageModes: [.v6]"))
  }
}

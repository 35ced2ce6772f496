import Testing

@testable import AugNetCommands

@Suite struct CommandHelpTests {
  @Test(arguments: Program.commands.map { $0.definition.name })
  func teachesEveryCommand(_ name: String) throws {
    let definition = try #require(
      Program.commands.map { $0.definition }.first { $0.name == name })
    let text = CommandHelp.text(for: definition)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "augnet \(name) – \(definition.summary)")
    #expect(lines.contains { $0.hasPrefix("Usage: augnet \(name)") })
    #expect(!definition.explanation.isEmpty && !definition.examples.isEmpty)
    for specification in definition.specifications {
      #expect(text.contains(specification.spelling), "\(specification.spelling) is not explained")
      #expect(specification.summary.hasSuffix("."), "\(specification.spelling)")
    }
    #expect(text.contains("--json") && text.contains("--help"))
    for line in lines where !line.hasPrefix("  augnet ") {
      #expect(line.count <= CommandHelp.columnCount, "\(line)")
      #expect(line.last != " ", "\(line)")
    }
  }

  @Test(arguments: Program.commands.map { $0.definition.name })
  func showsExamplesThatTheParserAccepts(_ name: String) throws {
    let definition = try #require(
      Program.commands.map { $0.definition }.first { $0.name == name })
    for example in definition.examples {
      let words = example.line.split(separator: " ").map(String.init)
      #expect(words.prefix(2) == ["augnet", name])
      _ = try ArgumentParser(definition).parse(Array(words.dropFirst(2)))
    }
  }

  @Test func namesNoArgumentTwice() {
    for command in Program.commands {
      let spellings = command.definition.specifications.map(\.spelling)
      #expect(Set(spellings).count == spellings.count, "\(command.definition.name)")
      let shortNames = command.definition.specifications.compactMap(\.shortName)
      #expect(Set(shortNames).count == shortNames.count, "\(command.definition.name)")
    }
  }

  @Test func listsRequiredArgumentsInTheSynopsis() {
    #expect(
      CommandHelp.synopsis(of: EmbedCommand.definition)
        == "augnet embed PATH… --model MODEL --out E.npy [options]")
  }

  @Test func wrapsAtSpaces() {
    let word = String(repeating: "x", count: 30)
    #expect(
      CommandHelp.wrapped("\(word) \(word) \(word)", indent: "    ", firstIndent: "  a ")
        == ["  a \(word) \(word)", "    \(word)"])
    #expect(CommandHelp.wrapped("") == [""])
    let long = String(repeating: "y", count: 100)
    #expect(CommandHelp.wrapped("a \(long) b") == ["a", long, "b"])
  }

  @Test func showsRequirementsAndDefaults() {
    let text = CommandHelp.text(for: SearchCommand.definition)
    #expect(text.contains("-k N"))
    let words = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(words.contains("(default: 10)"))
    let train = CommandHelp.text(for: TrainCommand.definition)
    #expect(train.contains("(required)"))
  }
}

import Testing

@testable import AugNetCommands

/// A command that does what its option says.
private struct TryCommand: Command {
  static let outcome = Option<String>("outcome", "WORD", .name, default: "success", "What happens.")
  static let definition = CommandDefinition(
    name: "try", summary: "tries something", explanation: ["Tries."],
    arguments: [outcome, SharedArguments.json], examples: [])

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    switch try arguments[Self.outcome] {
    case "failure": throw CommandFailure("a.png: it is\nno picture\u{1B}[2J")
    case "usage": throw UsageError("try", "give only one")
    default: try console.printResult(CompareResult(firstPath: "a", secondPath: "b", distance: 1))
    }
  }
}

@Suite struct ProgramTests {
  private func run(
    _ line: String, outputError: StandardOutputError? = nil
  ) -> (status: Int32, output: String, error: String) {
    let recorded = RecordedConsole()
    let status = Program.run(
      line.split(separator: " ").map(String.init),
      on: recorded.console(outputError: outputError), commands: [TryCommand.self])
    return (status, recorded.output, recorded.error)
  }

  @Test func endsWithZeroAfterSuccess() {
    #expect(run("try") == (0, "1.0000\n", ""))
  }

  @Test func printsOneObjectWithJSON() {
    let result = run("try --json")
    #expect(result.status == 0 && result.error.isEmpty)
    #expect(result.output.hasPrefix("{") && result.output.hasSuffix("}\n"))
    #expect(result.output.contains("\"distance\""))
  }

  @Test func endsWithOneAndOneLineAfterFailure() {
    #expect(run("try --outcome failure") == (1, "", "augnet try: a.png: it is no picture [2J\n"))
  }

  @Test(arguments: [
    ("", "augnet: a command is missing; see 'augnet --help'\n"),
    ("tyr", "augnet: unknown command 'tyr'; did you mean try?\n"),
    ("frobnicate", "augnet: unknown command 'frobnicate'; see 'augnet --help'\n"),
    ("--versoin", "augnet: unknown option '--versoin'; did you mean --version?\n"),
    ("help tyr", "augnet: unknown command 'tyr'; did you mean try?\n"),
    ("try --outcome usage", "augnet try: give only one\n"),
    ("try --outcom x", "augnet try: unknown option '--outcom'; did you mean --outcome?\n"),
  ])
  func endsWithTwoForALineItDoesNotUnderstand(_ line: String, _ message: String) {
    #expect(run(line) == (2, "", message))
  }

  @Test func showsVersionAndHelp() {
    #expect(run("--version") == (0, "augnet \(Program.version)\n", ""))
    for line in ["--help", "-h", "help"] {
      let result = run(line)
      #expect(result.status == 0 && result.output.contains("tries something"))
    }
    #expect(run("help try") == run("try --help"))
    #expect(run("try --help").output.hasPrefix("augnet try – tries something\n"))
  }

  @Test func endsQuietlyWhenTheReaderHasGone() {
    #expect(run("try", outputError: .closed) == (0, "", ""))
  }

  @Test func failsWhenStandardOutputRefuses() {
    let result = run("try", outputError: .refused(errorNumber: 5))
    #expect(result == (1, "", "augnet try: cannot write to standard output: system error 5\n"))
  }

  @Test func namesEveryCommandOnceInAFileOfItsOwn() {
    let names = Program.commands.map { $0.definition.name }
    #expect(
      names == [
        "train", "import", "embed", "compare", "index", "search", "cluster", "info", "image",
        "scan", "views", "demo", "samples",
      ])
    for command in Program.commands {
      let name = command.definition.name
      #expect("\(command)" == name.prefix(1).uppercased() + name.dropFirst() + "Command")
    }
  }
}

/// The program `augnet`: chooses the command, runs it and turns its outcome into a status.
package enum Program {
  /// The version that `--version` prints.
  package static let version = "0.1.0"

  /// The commands in the order of the help.
  package static let commands: [any Command.Type] = [
    TrainCommand.self, ImportCommand.self, EmbedCommand.self, CompareCommand.self,
    IndexCommand.self, SearchCommand.self, ClusterCommand.self, InfoCommand.self, ImageCommand.self,
    ScanCommand.self, ViewsCommand.self, DemoCommand.self, SamplesCommand.self,
  ]

  /// Runs one command line.
  ///
  /// - Parameter words: The command line without the program's name.
  /// - Returns: The process's status: 0 success, 1 failure, 2 a command line that cannot be
  ///   understood.
  package static func run(
    _ words: [String], on console: Console, commands: [any Command.Type] = commands
  ) -> Int32 {
    let command = commands.first { $0.definition.name == words.first }
    do {
      if let command {
        try run(command, Array(words.dropFirst()), console)
      } else {
        try runProgram(words, console, commands)
      }
      return 0
    } catch let error as UsageError {
      console.printNotice(error.description)
      return 2
    } catch StandardOutputError.closed {
      return 0
    } catch {
      let caller = command.map { "augnet " + $0.definition.name } ?? "augnet"
      console.printNotice("\(caller): \(error)")
      return 1
    }
  }

  private static func run(
    _ command: any Command.Type, _ words: [String], _ console: Console
  ) throws {
    switch try ArgumentParser(command.definition).parse(words) {
    case .help:
      try console.writeOutput(CommandHelp.text(for: command.definition) + "\n")
    case .run(let arguments):
      var console = console
      console.printsJSON = arguments[SharedArguments.json]
      try command.init().run(arguments, console)
    }
  }

  private static func runProgram(
    _ words: [String], _ console: Console, _ commands: [any Command.Type]
  ) throws {
    switch words.first {
    case nil:
      throw UsageError(nil, "a command is missing; \(UsageError.seeHelp(of: nil))")
    case "--version":
      try console.writeOutput("augnet \(version)\n")
    case "--help", "-h":
      try printHelp(of: nil, console, commands)
    case "help":
      try printHelp(of: words.dropFirst().first, console, commands)
    case let word?:
      throw unknownCommand(word, commands)
    }
  }

  private static func printHelp(
    of name: String?, _ console: Console, _ commands: [any Command.Type]
  ) throws {
    guard let name else {
      let text = CommandHelp.text(for: commands.map { $0.definition }, version: version)
      return try console.writeOutput(text + "\n")
    }
    guard let command = commands.first(where: { $0.definition.name == name }) else {
      throw unknownCommand(name, commands)
    }
    try console.writeOutput(CommandHelp.text(for: command.definition) + "\n")
  }

  private static func unknownCommand(
    _ word: String, _ commands: [any Command.Type]
  ) -> UsageError {
    let kind = word.hasPrefix("-") ? "option" : "command"
    let nearest = nearestName(
      to: word, among: commands.map { $0.definition.name } + ["--help", "--version"])
    let advice = nearest.map { "did you mean \($0)?" } ?? UsageError.seeHelp(of: nil)
    return UsageError(nil, "unknown \(kind) '\(word)'; \(advice)")
  }
}

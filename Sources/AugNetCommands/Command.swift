/// A subcommand of the program: a definition that the parser and the help read, and the work.
package protocol Command: Sendable {
  /// The name, the arguments and the help text.
  static var definition: CommandDefinition { get }

  /// Makes the command; a command keeps nothing from one run to the next.
  init()

  /// Does the work and prints the result.
  ///
  /// - Throws: any error; its description is printed as the one line that says what went wrong.
  func run(_ arguments: ParsedArguments, _ console: Console) throws
}

/// What a subcommand is called, what it accepts and what its help says.
package struct CommandDefinition: Sendable {
  /// A command line worth copying, and what it does.
  package struct Example: Sendable {
    /// The command line.
    package let line: String
    /// What it does.
    package let effect: String

    /// Makes an example.
    package init(_ line: String, _ effect: String) {
      self.line = line
      self.effect = effect
    }
  }

  /// The word that chooses this command.
  package let name: String
  /// One line for the list of commands; starts with a verb and has no full stop.
  package let summary: String
  /// Paragraphs that teach what the command does.
  package let explanation: [String]
  /// Everything the command accepts, in the order of the help.
  package let arguments: [any Argument]
  /// Command lines worth copying.
  package let examples: [Example]

  /// Makes a definition.
  package init(
    name: String, summary: String, explanation: [String], arguments: [any Argument],
    examples: [Example]
  ) {
    self.name = name
    self.summary = summary
    self.explanation = explanation
    self.arguments = arguments
    self.examples = examples
  }

  /// What the parser and the help need to know about every argument.
  package var specifications: [ArgumentSpecification] { arguments.map(\.specification) }
}

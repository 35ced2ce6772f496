/// A command line that cannot be understood; the program ends with status 2.
package struct UsageError: Error, Equatable, CustomStringConvertible {
  /// The command that was called; nil before one is chosen.
  package let commandName: String?
  /// What is wrong, in one line.
  package let message: String

  /// Makes an error.
  package init(_ commandName: String?, _ message: String) {
    self.commandName = commandName
    self.message = message
  }

  /// The line for the user: program, command and what is wrong.
  package var description: String {
    guard let commandName else { return "augnet: " + message }
    return "augnet \(commandName): " + message
  }

  /// What to type to learn more, as the end of a message.
  static func seeHelp(of commandName: String?) -> String {
    guard let commandName else { return "see 'augnet --help'" }
    return "see 'augnet \(commandName) --help'"
  }
}

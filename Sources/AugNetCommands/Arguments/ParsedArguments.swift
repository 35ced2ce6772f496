/// What one command line gave, read by the command through its own declarations.
///
///     let steps = try arguments[Self.steps]
package struct ParsedArguments: Sendable {
  /// The command these arguments are for.
  package let commandName: String
  var optionTexts: [String: String] = [:]
  var flagNames: Set<String> = []
  var positionalTexts: [String: [String]] = [:]

  init(commandName: String) {
    self.commandName = commandName
  }

  /// The value of an option, or its default.
  ///
  /// - Throws: ``UsageError`` when a required option is missing, which the parser has ruled out for
  ///   every option of the command's own definition.
  package subscript<Value>(option: Option<Value>) -> Value {
    get throws(UsageError) {
      let specification = option.specification
      if let text = optionTexts[specification.name], let value = option.convert(text) {
        return value
      }
      if let fallback = option.fallback { return fallback }
      throw UsageError(commandName, "\(specification.spelling) is missing")
    }
  }

  /// Whether a flag was given.
  package subscript(flag: Flag) -> Bool { flagNames.contains(flag.specification.name) }

  /// The word at the place of a positional argument.
  ///
  /// - Throws: ``UsageError`` when it is missing, which the parser has ruled out for every
  ///   argument of the command's own definition.
  package subscript(positional: Positional) -> String {
    get throws(UsageError) {
      guard let text = positionalTexts[positional.specification.name]?.first else {
        throw UsageError(commandName, "\(positional.specification.name) is missing")
      }
      return text
    }
  }

  /// The word at the place of a positional argument that may be missing; `nil` if it is.
  package subscript(positional: OptionalPositional) -> String? {
    positionalTexts[positional.specification.name]?.first
  }

  /// The words of a repeated positional argument, as they were typed.
  package subscript(positional: RepeatedPositional) -> [String] {
    positionalTexts[positional.specification.name] ?? []
  }

  /// Whether an option was given and does not have its default.
  package func isGiven<Value>(_ option: Option<Value>) -> Bool {
    optionTexts[option.specification.name] != nil
  }
}

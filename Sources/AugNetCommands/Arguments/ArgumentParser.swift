/// Reads the words after a command's name by the command's definition.
///
/// Options and positional arguments may come in any order. `--` ends the options, so that a path
/// that begins with a dash can follow it.
package struct ArgumentParser {
  /// What a command line asks for.
  package enum Outcome {
    /// The command's help.
    case help
    /// The command's work.
    case run(ParsedArguments)
  }

  private let commandName: String
  private let specifications: [ArgumentSpecification]

  /// Makes a parser for one command.
  package init(_ definition: CommandDefinition) {
    commandName = definition.name
    specifications = definition.specifications
  }

  /// Reads `words`.
  ///
  /// - Throws: ``UsageError`` for an unknown or repeated option, a value that is missing or of the
  ///   wrong kind, and positional arguments that are missing or too many.
  package func parse(_ words: [String]) throws(UsageError) -> Outcome {
    if words.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      return .help
    }
    var parsed = ParsedArguments(commandName: commandName)
    var positionals: [String] = []
    var position = 0
    var optionsHaveEnded = false
    while position < words.count {
      let word = words[position]
      position += 1
      if optionsHaveEnded || !Self.looksLikeOption(word) {
        positionals.append(word)
      } else if word == "--" {
        optionsHaveEnded = true
      } else {
        try parseOption(word, following: words, &position, into: &parsed)
      }
    }
    try assign(positionals, to: &parsed)
    try requireOptions(in: parsed)
    return .run(parsed)
  }

  private func parseOption(
    _ word: String, following words: [String], _ position: inout Int,
    into parsed: inout ParsedArguments
  ) throws(UsageError) {
    let (specification, attachedText) = try find(word)
    let spelling = specification.spelling
    switch specification.kind {
    case .option(let value):
      let text: String
      if let attachedText {
        text = attachedText
      } else {
        text = try followingText(spelling, value, words, &position)
      }
      guard value.accepts(text) else {
        throw UsageError(commandName, "\(spelling) needs \(value.requirement), not '\(text)'")
      }
      guard parsed.optionTexts.updateValue(text, forKey: specification.name) == nil else {
        throw UsageError(commandName, "\(spelling) is given twice")
      }
    case .flag, .positional:
      if let attachedText {
        throw UsageError(commandName, "\(spelling) takes no value, but '\(attachedText)' is given")
      }
      parsed.flagNames.insert(specification.name)
    }
  }

  /// The option that `word` names, and the value that is written in the same word.
  private func find(_ word: String) throws(UsageError) -> (ArgumentSpecification, String?) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    if let match = specifications.first(where: { $0.isSpelled(name) }) {
      return (match, parts.count == 2 ? String(parts[1]) : nil)
    }
    let shortSpelling = String(word.prefix(2))
    if !word.hasPrefix("--"), case .option? = kind(of: shortSpelling),
      let match = specifications.first(where: { $0.isSpelled(shortSpelling) })
    {
      return (match, String(word.dropFirst(2)))
    }
    let spellings = specifications.filter { !$0.isPositional }.map(\.spelling)
    let nearest = nearestName(to: name, among: spellings + ["--help"])
    let advice =
      nearest.map { "did you mean \($0)?" } ?? UsageError.seeHelp(of: commandName)
    throw UsageError(commandName, "unknown option '\(name)'; \(advice)")
  }

  private func kind(of spelling: String) -> ArgumentSpecification.Kind? {
    specifications.first { $0.isSpelled(spelling) }?.kind
  }

  private func followingText(
    _ spelling: String, _ value: ArgumentSpecification.OptionValue, _ words: [String],
    _ position: inout Int
  ) throws(UsageError) -> String {
    guard position < words.count else {
      throw UsageError(commandName, "\(spelling) needs \(value.requirement) after it")
    }
    let text = words[position]
    if Self.looksLikeOption(text),
      !value.accepts(text) || specifications.contains(where: { $0.isSpelled(text) })
    {
      throw UsageError(
        commandName,
        "\(spelling) needs \(value.requirement) after it, but '\(text)' follows"
      )
    }
    position += 1
    return text
  }

  private func assign(
    _ words: [String], to parsed: inout ParsedArguments
  ) throws(UsageError) {
    var rest = words[...]
    for specification in specifications {
      guard case .positional(let isRepeated, let isOptional) = specification.kind else { continue }
      let taken = isRepeated ? rest : rest.prefix(1)
      if taken.isEmpty && isOptional { continue }
      guard !taken.isEmpty else {
        throw UsageError(
          commandName,
          "\(specification.name) is missing; \(UsageError.seeHelp(of: commandName))")
      }
      guard !taken.contains("") else {
        throw UsageError(commandName, "\(specification.name) must not be empty")
      }
      parsed.positionalTexts[specification.name] = Array(taken)
      rest = rest.dropFirst(taken.count)
    }
    if let unexpected = rest.first {
      throw UsageError(
        commandName,
        "unexpected argument '\(unexpected)'; \(UsageError.seeHelp(of: commandName))")
    }
  }

  private func requireOptions(in parsed: ParsedArguments) throws(UsageError) {
    for specification in specifications {
      guard case .option(let value) = specification.kind, value.isRequired,
        parsed.optionTexts[specification.name] == nil
      else { continue }
      throw UsageError(
        commandName,
        "\(specification.spelling) \(value.name) is missing; \(UsageError.seeHelp(of: commandName))"
      )
    }
  }

  /// Whether a word is an option and not a path or a negative number; `-` alone is a path.
  private static func looksLikeOption(_ word: String) -> Bool {
    word.hasPrefix("-") && word != "-" && Double(word) == nil
  }
}

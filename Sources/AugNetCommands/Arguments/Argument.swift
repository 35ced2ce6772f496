/// Something a command accepts: an option, a flag or a positional argument.
package protocol Argument: Sendable {
  /// What the parser and the help need to know about it.
  var specification: ArgumentSpecification { get }
}

/// An argument without its value's type: all that the parser and the help need.
package struct ArgumentSpecification: Sendable {
  /// How an argument is written.
  package enum Kind: Sendable {
    /// A word by its place; a repeated one takes all words that are left, at least one, and an optional
    /// one may be missing.
    case positional(isRepeated: Bool, isOptional: Bool = false)
    /// A name followed by a value.
    case option(OptionValue)
    /// A name alone.
    case flag
  }

  /// What an option's value must be.
  package struct OptionValue: Sendable {
    /// The word that stands for the value in the help, such as `N`.
    package let name: String
    /// What a value must be, as words that follow "needs".
    package let requirement: String
    /// Whether a text is such a value.
    package let accepts: @Sendable (String) -> Bool
    /// Whether the option must be given.
    package let isRequired: Bool
    /// The value without the option, as the help shows it.
    package let defaultText: String?
  }

  /// The long name without dashes, or the word that stands for a positional argument.
  package let name: String
  /// The one-letter name without its dash.
  package let shortName: Character?
  /// How it is written.
  package let kind: Kind
  /// What it means, for the help.
  package let summary: String

  /// The name as it is typed, with its dashes.
  package var spelling: String {
    if case .positional = kind { return name }
    return name.count == 1 ? "-" + name : "--" + name
  }

  /// Whether it is written by its place.
  package var isPositional: Bool {
    if case .positional = kind { return true }
    return false
  }

  /// Whether `word` is this argument's name as typed, long or short.
  package func isSpelled(_ word: String) -> Bool {
    if isPositional { return false }
    if word == spelling { return true }
    guard let shortName else { return false }
    return word == "-\(shortName)"
  }
}

/// An option with a value: `--name VALUE` or `--name=VALUE`.
package struct Option<Value: Sendable>: Argument {
  /// What the parser and the help need to know about it.
  package let specification: ArgumentSpecification
  /// Turns a text that the parser has accepted into the value.
  let convert: @Sendable (String) -> Value?
  /// The value without the option; nil when the option must be given.
  let fallback: Value?

  /// An option that must be given.
  package init(
    required name: String, short shortName: Character? = nil, _ valueName: String,
    _ syntax: ValueSyntax<Value>, _ summary: String
  ) {
    convert = syntax.convert
    fallback = nil
    specification = ArgumentSpecification(
      name: name, shortName: shortName,
      kind: .option(
        .init(
          name: valueName, requirement: syntax.requirement,
          accepts: { syntax.convert($0) != nil }, isRequired: true, defaultText: nil)),
      summary: summary)
  }

  /// An option with a value of its own when it is not given.
  package init(
    _ name: String, short shortName: Character? = nil, _ valueName: String,
    _ syntax: ValueSyntax<Value>, default fallback: Value, _ summary: String
  ) {
    convert = syntax.convert
    self.fallback = fallback
    specification = ArgumentSpecification(
      name: name, shortName: shortName,
      kind: .option(
        .init(
          name: valueName, requirement: syntax.requirement,
          accepts: { syntax.convert($0) != nil }, isRequired: false,
          defaultText: "\(fallback)")),
      summary: summary)
  }

  /// An option that is nil when it is not given.
  ///
  /// - Parameter defaultText: What happens then, as the help shows it.
  package init<Base: Sendable>(
    _ name: String, short shortName: Character? = nil, _ valueName: String,
    _ syntax: ValueSyntax<Base>, defaultText: String? = nil, _ summary: String
  ) where Value == Base? {
    convert = { text in syntax.convert(text).map { .some($0) } }
    fallback = .some(nil)
    specification = ArgumentSpecification(
      name: name, shortName: shortName,
      kind: .option(
        .init(
          name: valueName, requirement: syntax.requirement,
          accepts: { syntax.convert($0) != nil }, isRequired: false, defaultText: defaultText)),
      summary: summary)
  }
}

/// An option without a value: `--name`.
package struct Flag: Argument {
  /// What the parser and the help need to know about it.
  package let specification: ArgumentSpecification

  /// Makes a flag.
  package init(_ name: String, short shortName: Character? = nil, _ summary: String) {
    specification = ArgumentSpecification(
      name: name, shortName: shortName, kind: .flag, summary: summary)
  }
}

/// One word by its place, which must be given.
package struct Positional: Argument {
  /// What the parser and the help need to know about it.
  package let specification: ArgumentSpecification

  /// Makes a positional argument; `name` in capitals stands for it in the help.
  package init(_ name: String, _ summary: String) {
    specification = ArgumentSpecification(
      name: name, shortName: nil, kind: .positional(isRepeated: false), summary: summary)
  }
}

/// One word by its place, which may be missing.
package struct OptionalPositional: Argument {
  /// What the parser and the help need to know about it.
  package let specification: ArgumentSpecification

  /// Makes a positional argument; `name` in capitals stands for it in the help.
  package init(_ name: String, _ summary: String) {
    specification = ArgumentSpecification(
      name: name, shortName: nil, kind: .positional(isRepeated: false, isOptional: true),
      summary: summary)
  }
}

/// All words that are left after the other positional arguments, at least one.
package struct RepeatedPositional: Argument {
  /// What the parser and the help need to know about it.
  package let specification: ArgumentSpecification

  /// Makes a repeated positional argument; `name` in capitals stands for each in the help.
  package init(_ name: String, _ summary: String) {
    specification = ArgumentSpecification(
      name: name, shortName: nil, kind: .positional(isRepeated: true), summary: summary)
  }
}

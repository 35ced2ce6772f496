/// The help of the program and of a command, as text of at most 79 columns.
package enum CommandHelp {
  /// The widest line.
  package static let columnCount = 79

  /// The help of one command.
  package static func text(for definition: CommandDefinition) -> String {
    let specifications = definition.specifications
    var lines = ["augnet \(definition.name) – \(definition.summary)", ""]
    lines += wrapped(
      synopsis(of: definition), indent: "  ", firstIndent: "Usage: ")
    for paragraph in definition.explanation {
      lines.append("")
      lines += wrapped(paragraph)
    }
    let positionals = specifications.filter(\.isPositional)
    if !positionals.isEmpty {
      lines += ["", "Arguments:"] + list(positionals.map { ($0.name, $0.summary) })
    }
    let options = specifications.filter { !$0.isPositional }
    lines += ["", "Options:"]
    lines += list(
      options.map { (label(of: $0), summary(of: $0)) } + [("-h, --help", "Shows this help.")])
    if !definition.examples.isEmpty {
      lines += ["", "Examples:"]
      for example in definition.examples {
        lines.append("  " + example.line)
        lines += wrapped(example.effect, indent: "      ")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The help of the program: its commands and where to begin.
  package static func text(for commands: [CommandDefinition], version: String) -> String {
    var lines = wrapped(
      """
      AugNet \(version) learns from an unlabelled folder of pictures which of them look alike: \
      it trains an encoder, then finds similar pictures and clusters.
      """)
    lines += ["", "Usage: augnet COMMAND …", "", "Commands:"]
    lines += list(commands.map { ($0.name, $0.summary) })
    lines += ["", "Options:"]
    lines += list([
      ("-h, --help", "Shows this help; after a command, that command's."),
      ("--version", "Shows the version."),
    ])
    lines += ["", "Begin with:"]
    lines += [
      "  augnet demo                               learns from the sample pictures",
      "  augnet train PICTURES --out model.safetensors",
      "  augnet index PICTURES --model model.safetensors --out pictures.index",
      "  augnet search pictures.index QUERY.png --sheet neighbours.png",
    ]
    lines.append("")
    lines += wrapped(
      """
      The status is 0 for success, 1 when the work fails (one line on standard error says why) \
      and 2 when the command line cannot be understood.
      """)
    return lines.joined(separator: "\n")
  }

  /// The command line in short: positional arguments, required options, the rest in brackets.
  static func synopsis(of definition: CommandDefinition) -> String {
    var words = ["augnet", definition.name]
    var hasOthers = false
    for specification in definition.specifications {
      switch specification.kind {
      case .positional(let isRepeated, let isOptional):
        let name = specification.name + (isRepeated ? "…" : "")
        words.append(isOptional ? "[\(name)]" : name)
      case .option(let value) where value.isRequired:
        words.append("\(specification.spelling) \(value.name)")
      case .option, .flag:
        hasOthers = true
      }
    }
    if hasOthers { words.append("[options]") }
    return words.joined(separator: " ")
  }

  private static func label(of specification: ArgumentSpecification) -> String {
    var label = specification.shortName.map { "-\($0), " } ?? ""
    label += specification.spelling
    if case .option(let value) = specification.kind { label += " " + value.name }
    return label
  }

  private static func summary(of specification: ArgumentSpecification) -> String {
    guard case .option(let value) = specification.kind else { return specification.summary }
    if value.isRequired { return specification.summary + " (required)" }
    guard let defaultText = value.defaultText else { return specification.summary }
    return specification.summary + " (default: \(defaultText))"
  }

  private static func list(_ items: [(label: String, summary: String)]) -> [String] {
    let summaryColumn = min(22, (items.map(\.label.count).max() ?? 0) + 4)
    let indent = String(repeating: " ", count: summaryColumn)
    return items.flatMap { item -> [String] in
      let label = "  " + item.label
      if label.count + 2 > summaryColumn {
        return [label] + wrapped(item.summary, indent: indent)
      }
      let padding = String(repeating: " ", count: summaryColumn - label.count)
      return wrapped(item.summary, indent: indent, firstIndent: label + padding)
    }
  }

  /// Breaks `text` at its spaces into lines of at most ``columnCount`` characters.
  static func wrapped(
    _ text: String, indent: String = "", firstIndent: String? = nil
  ) -> [String] {
    var lines: [String] = []
    var line = firstIndent ?? indent
    var lineHasWords = false
    for word in text.split(separator: " ") {
      if lineHasWords, line.count + 1 + word.count > columnCount {
        lines.append(line)
        line = indent
        lineHasWords = false
      }
      line += (lineHasWords ? " " : "") + word
      lineHasWords = true
    }
    return lines + [line]
  }
}

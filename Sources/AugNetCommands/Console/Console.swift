import JSON

/// Where a command prints: results to standard output, everything else to standard error.
package struct Console: Sendable {
  /// Writes text to standard output.
  package let writeOutput: @Sendable (String) throws -> Void
  /// Writes text to standard error.
  package let writeError: @Sendable (String) -> Void
  /// Whether somebody watches standard error.
  package let isTerminal: Bool
  /// Time since some fixed moment.
  package let now: @Sendable () -> Duration
  /// Whether results are printed as JSON and nothing else is.
  package var printsJSON = false

  /// Makes a console of its two ends.
  package init(
    isTerminal: Bool, now: @escaping @Sendable () -> Duration,
    writeOutput: @escaping @Sendable (String) throws -> Void,
    writeError: @escaping @Sendable (String) -> Void
  ) {
    self.isTerminal = isTerminal
    self.now = now
    self.writeOutput = writeOutput
    self.writeError = writeError
  }

  /// Prints a command's result, as text or as one JSON object.
  ///
  /// - Throws: ``StandardOutputError`` when standard output is closed or full.
  package func printResult(_ result: some CommandResult) throws {
    try writeOutput((printsJSON ? result.json.text() : result.text) + "\n")
  }

  /// Prints a line that is neither a result nor an error, such as a file that was skipped.
  package func printNotice(_ line: String) {
    writeError((isTerminal ? ProgressLine.erasure : "") + Self.oneLine(line) + "\n")
  }

  /// The text with its line breaks and other control characters replaced, so that it stays one
  /// line and a file's name cannot steer the terminal.
  package static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
  }
}

/// What a command has found out, ready to be printed.
package protocol CommandResult {
  /// For a reader: lines without the last line break.
  var text: String { get }
  /// For a program: one object.
  var json: JSONValue { get }
}

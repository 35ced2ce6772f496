import Synchronization

@testable import AugNetCommands

/// A console that keeps what is printed, with a clock that the test moves.
final class RecordedConsole: Sendable {
  private let texts = Mutex(Texts())

  struct Texts {
    var output = ""
    var error = ""
    var now = Duration.zero
  }

  var output: String { texts.withLock { $0.output } }
  var error: String { texts.withLock { $0.error } }

  func advance(by duration: Duration) {
    texts.withLock { $0.now += duration }
  }

  /// The console to hand to a command.
  ///
  /// - Parameter outputError: What every write to standard output throws.
  func console(
    isTerminal: Bool = false, outputError: StandardOutputError? = nil
  ) -> Console {
    Console(
      isTerminal: isTerminal,
      now: { self.texts.withLock { $0.now } },
      writeOutput: { text in
        if let outputError { throw outputError }
        self.texts.withLock { $0.output += text }
      },
      writeError: { text in self.texts.withLock { $0.error += text } })
  }
}

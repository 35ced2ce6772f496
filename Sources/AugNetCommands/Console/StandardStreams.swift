#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a result could not be printed.
package enum StandardOutputError: Error, Equatable, CustomStringConvertible {
  /// The reader has gone, as `head` does when it has seen enough.
  case closed
  /// The system refused to write; the error number says why.
  case refused(errorNumber: Int32)

  /// What went wrong, in one line.
  package var description: String {
    switch self {
    case .closed: "standard output is closed"
    case .refused(let errorNumber):
      errorNumber == ENOSPC
        ? "cannot write to standard output: no space is left on the device"
        : "cannot write to standard output: system error \(errorNumber)"
    }
  }
}

extension Console {
  /// The console of this process.
  package static var standard: Console {
    let clock = ContinuousClock()
    let start = clock.now
    return Console(
      isTerminal: isatty(STDERR_FILENO) == 1,
      now: { clock.now - start },
      writeOutput: { try write($0, to: STDOUT_FILENO) },
      writeError: { try? write($0, to: STDERR_FILENO) })
  }

  /// Writes all of `text`, however many calls it takes.
  private static func write(_ text: String, to descriptor: Int32) throws(StandardOutputError) {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: buffer[written...]))
      }
      if count >= 0 {
        written += count
      } else if errno == EPIPE || errno == EBADF {
        throw .closed
      } else if errno != EINTR {
        throw .refused(errorNumber: errno)
      }
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}

/// Runs the program with the words of its command line and ends the process with its status.
///
/// A reader that closes the pipe early, as `head` does, is no failure: the signal is ignored and
/// the write's error ends the command with status 0.
package func runAugNet(_ commandLine: [String]) -> Never {
  signal(SIGPIPE, SIG_IGN)
  exit(Program.run(Array(commandLine.dropFirst()), on: .standard))
}

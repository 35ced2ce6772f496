#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a result could not be printed.
enum OutputError: Error, Equatable, CustomStringConvertible {
  /// The reader has gone, as `head` does when it has seen enough.
  case closed
  /// The system refused to write; the error number says why.
  case refused(errorNumber: Int32)

  var description: String {
    switch self {
    case .closed: "standard output is closed"
    case .refused(let errorNumber):
      errorNumber == ENOSPC
        ? "cannot write to standard output: no space is left on the device"
        : "cannot write to standard output: system error \(errorNumber)"
    }
  }
}

/// Prints `text` at once, so that a reader sees each row when it is measured.
func writeStandardOutput(_ text: String) throws(OutputError) {
  try write(text, to: STDOUT_FILENO)
}

/// Prints a line to standard error.
func writeStandardError(_ line: String) {
  try? write(line + "\n", to: STDERR_FILENO)
}

/// Ends the process.
func endProcess(status: Int32) -> Never {
  exit(status)
}

private func write(_ text: String, to descriptor: Int32) throws(OutputError) {
  // A reader that has gone is an error of the call, and no signal that ends the process.
  signal(SIGPIPE, SIG_IGN)
  let bytes = Array(text.utf8)
  var written = 0
  while written < bytes.count {
    let count = unsafe bytes.withUnsafeBytes { buffer in
      let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
      return unsafe systemWrite(descriptor, rest)
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

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The most memory that this process has had resident so far, in bytes.
func peakMemory() -> Int {
  var usage = rusage()
  #if canImport(Glibc)
    unsafe getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
  #else
    unsafe getrusage(Int32(RUSAGE_SELF), &usage)
  #endif
  #if canImport(Darwin)
    return Int(usage.ru_maxrss)
  #else
    return Int(usage.ru_maxrss) << 10
  #endif
}

/// Ends this process with a signal if nothing calls this again within so many seconds.
func endUnlessCalledAgain(within seconds: UInt32) {
  alarm(seconds)
}

/// Runs this program again with other arguments.
///
/// - Returns: The status that it ended with; a signal's number plus 128 if one ended it.
func runAgain(_ arguments: [String]) -> Int32 {
  let program = CommandLine.arguments[0]
  let strings = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
  defer {
    for index in unsafe strings.indices { unsafe free(strings[index]) }
  }
  var process: pid_t = 0
  guard unsafe posix_spawnp(&process, program, nil, nil, strings, environ) == 0 else { return -1 }
  var status: Int32 = 0
  while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
  return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
}

/// Ends the process, with all that was printed.
func endProcess(status: Int32) -> Never {
  exit(status)
}

/// Hands on what was printed.
func flushOutput() {
  fflush(nil)
}

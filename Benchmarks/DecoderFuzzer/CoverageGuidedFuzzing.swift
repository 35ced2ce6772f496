#if COVERAGE_GUIDED
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// Decodes an input of libFuzzer, whose loop makes new ones of those that reached new code.
  ///
  /// It calls this by name, and brings the main program, when the package is built with `--sanitize=fuzzer` as
  /// `Scripts/fuzz.sh --coverage` does.
  @_cdecl("LLVMFuzzerTestOneInput")
  public func decodeFuzzerInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let file = unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: count))
    // Each input is always decoded the same way, or the loop could not learn from it.
    let trial = Trial(file, number: file.reduce(count) { $0 &+ Int($1) })
    if let fault = trial.fault {
      print("FAULT \(fault)")
      abort()
    }
    return 0
  }
#endif

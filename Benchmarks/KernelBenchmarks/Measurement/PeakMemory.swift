#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The most memory this process has had resident so far, in bytes.
func peakMemoryInBytes() -> Int {
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

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The cores this process may run on now.
let coreCount = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

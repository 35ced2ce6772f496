#if os(Linux) && compiler(>=6.3)
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Lets a static program start in a root directory that has nothing in it, not even /proc.
  ///
  /// Before `main`, the language's runtime looks for its own folder through /proc/self/exe and ends the
  /// program if it is not there. It needs the folder for nothing but backtraces, and takes the variable
  /// `SWIFT_ROOT` instead. So this sets it, before any initialiser of the runtime.
  @section(".preinit_array") @used
  private let nameRootFolder: @convention(c) () -> Void = {
    let executable: StaticString = "/proc/self/exe"
    let name: StaticString = "SWIFT_ROOT"
    let folder: StaticString = "/"
    unsafe executable.utf8Start.withMemoryRebound(to: CChar.self, capacity: 1) { executable in
      guard unsafe access(executable, F_OK) != 0 else { return }
      unsafe name.utf8Start.withMemoryRebound(to: CChar.self, capacity: 1) { name in
        unsafe folder.utf8Start.withMemoryRebound(to: CChar.self, capacity: 1) { folder in
          unsafe _ = setenv(name, folder, 0)
        }
      }
    }
  }
#endif

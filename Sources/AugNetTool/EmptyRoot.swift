#if canImport(Glibc) && compiler(>=6.3)
  import Glibc

  /// The words of the command line as the system handed them over, for where /proc does not tell.
  private nonisolated(unsafe) var startWords: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
    nil

  /// Lets a static program start in a root directory that has nothing in it, not even /proc.
  ///
  /// Before `main`, the language's runtime looks for its own folder through /proc/self/exe and ends the
  /// program if it is not there. It needs the folder for nothing but backtraces, and takes the variable
  /// `SWIFT_ROOT` instead; so this sets it, before any initialiser of the runtime. The runtime reads the
  /// command line from /proc too; so this keeps it.
  @section(".preinit_array") @used
  private let prepareForEmptyRoot:
    @convention(c) (Int32, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Void = {
      unsafe startWords = $1
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

  /// The command line, the program's name first.
  func commandLine() -> [String] {
    guard let words = unsafe startWords else { return CommandLine.arguments }
    var list: [String] = []
    while let word = unsafe words[list.count] { unsafe list.append(String(cString: word)) }
    return list
  }
#else
  /// The command line, the program's name first.
  func commandLine() -> [String] { CommandLine.arguments }
#endif

import Foundation
import Testing

/// The object files that are compiled for one instruction set hold no weak code that others may hold too.
///
/// Of a weak function that several object files hold, the linker keeps one. Were it the one that is
/// compiled for a newer processor, the program would die on an older one, far from any kernel.
@Suite struct WeakSymbolTests {
  private static let targets = [
    "MicrokernelsPortable", "MicrokernelsX86V3", "MicrokernelsX86V4", "MicrokernelsX86VNNI",
  ]

  /// The folder of this build's products, which stands beside the test program.
  private static let buildFolder: URL = {
    #if os(Linux)
      let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    #else
      let program = URL(fileURLWithPath: CommandLine.arguments[0])
    #endif
    return program.deletingLastPathComponent()
  }()

  /// The program that lists an object file's symbols; nil when there is none.
  private static let symbolLister: URL? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for name in ["nm", "llvm-nm"] {
      for folder in folders {
        let path = "\(folder)/\(name)"
        if FileManager.default.isExecutableFile(atPath: path) { return URL(fileURLWithPath: path) }
      }
    }
    return nil
  }()

  /// Sanitizers put weak code of their own into every object file.
  private static let isSanitized: Bool = {
    let variables = ProcessInfo.processInfo.environment
    return variables.keys.contains { $0.hasPrefix("ASAN_") || $0.hasPrefix("TSAN_") }
  }()

  @Test(
    .enabled(if: symbolLister != nil, "needs nm, which is part of binutils and of LLVM"),
    .disabled(if: isSanitized, "sanitizers add weak code"), arguments: targets)
  func objectFilesHoldNoWeakCode(_ target: String) throws {
    let lister = try #require(Self.symbolLister)
    let folder = Self.buildFolder.appending(path: target + ".build")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".o") }.sorted()
    #expect(!files.isEmpty, "no object files in \(folder.path)")
    for file in files {
      let output = Pipe()
      let process = Process()
      process.executableURL = lister
      process.arguments = [folder.appending(path: file).path]
      process.standardOutput = output
      process.standardError = Pipe()
      try process.run()
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0, "\(file)")
      let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
      // What is specialised for the page's private marker type has a name that no other file can have.
      let own = "\(target.utf8.count)\(target)"
      let weak = lines.filter {
        $0.contains(" W ") && !($0.contains(own) && $0.contains("LLO"))
      }
      #expect(weak.isEmpty, "\(target)/\(file): \(weak)")
    }
  }
}

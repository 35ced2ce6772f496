import Testing

@Suite struct SourceFileTests {
  @Test(arguments: [
    ("import Kernels", "Kernels"), ("  import Glibc", "Glibc"),
    ("@testable import Kernels", "Kernels"), ("package import JSON", "JSON"),
    ("@_exported public import Tensors", "Tensors"), ("import struct Foundation.URL", "Foundation"),
    ("import _Builtin_intrinsics.intel.cpuid", "_Builtin_intrinsics"),
    ("@preconcurrency import Dispatch  // threads", "Dispatch"),
  ])
  func findsImports(_ line: String, _ module: String) {
    #expect(SourceFile.importedModule(line) == module)
  }

  @Test(arguments: ["", "// import Kernels", "let import1 = 2", "/// import JSON", "important()"])
  func findsNoImportsElsewhere(_ line: String) {
    #expect(SourceFile.importedModule(line) == nil)
  }

  @Test func leavesCommentsAndTextOut() {
    let file = SourceFile(
      path: "Sources/A/B.swift",
      text: "let a = \"try! // \\\" as! b\"  // fatalError\nlet b = try! c()  // no\n")
    #expect(file.target == "A")
    #expect(file.code == ["let a = \"\"  ", "let b = try! c()  ", ""])
    #expect(
      file.occurrences(of: /try!/) == ["Sources/A/B.swift:2: let b = try! c()  // no"])
  }

  @Test func readsThePackage() {
    let files = SourceFile.all(in: ["Sources", "Benchmarks"])
    #expect(files.count > 20)
    #expect(files.contains { $0.path == "Sources/AugNetTool/main.swift" && $0.lines.count > 2 })
  }
}

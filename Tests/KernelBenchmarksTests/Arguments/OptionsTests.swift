import Testing

@testable import KernelBenchmarks

@Suite struct OptionsTests {
  @Test func nothingAsksForEverything() throws {
    #expect(try Options.parse([]) == Options())
  }

  @Test func readsEveryOption() throws {
    let options = try Options.parse([
      "--filter", "gemm", "--threads=2", "--isa", "avx2", "--repetitions", "7", "--json",
    ])
    #expect(options.filter == "gemm")
    #expect(options.threads == 2)
    #expect(options.level == .avx2)
    #expect(options.repetitions == 7)
    #expect(options.printsJSON)
    #expect(try Options.parse(["--list"]).listsRows)
    #expect(try Options.parse(["--help"]).asksForHelp)
    #expect(try Options.parse(["-h"]).asksForHelp)
    #expect(try Options.parse(["--filter=n=64"]).filter == "n=64")
  }

  @Test(arguments: [
    (["--threads"], "--threads"), (["--threads", "0"], "--threads"),
    (["--threads", "two"], "--threads"), (["--repetitions", "-1"], "--repetitions"),
    (["--isa", "sse9"], "--isa"), (["--filter"], "--filter"), (["--filter", ""], "--filter"),
    (["--json=yes"], "--json"), (["--nonsense"], "--nonsense"), (["gemm"], "gemm"),
    (["--list", "--json"], "--list"), ([""], "argument"),
  ])
  func errorsNameTheOption(_ words: [String], _ name: String) {
    let error = #expect(throws: UsageError.self) { try Options.parse(words) }
    #expect(error?.description.contains(name) == true)
    #expect(error?.description.contains("\n") == false)
  }

  @Test func helpExplainsEveryOption() {
    for name in ["--filter", "--threads", "--isa", "--repetitions", "--json", "--list", "--help"] {
      #expect(helpText.contains(name))
    }
    #expect(helpText.split(separator: "\n").allSatisfy { $0.count <= 110 })
  }
}

import Testing

@testable import KernelBenchmarks

@Suite struct OptionsTests {
  @Test func nothingAsksForEverything() throws {
    #expect(try Options.parse([]) == Options())
  }

  @Test func readsEveryOption() throws {
    let options = try Options.parse([
      "--filter", "gemm", "--threads=2", "--isa", "avx2", "--repetitions", "7", "--json",
      "--filter=n=64", "--save", "a.json", "--compare=b.json", "--plot", "c.SVG",
    ])
    #expect(options.filters == ["gemm", "n=64"])
    #expect(options.threads == 2)
    #expect(options.level == .avx2)
    #expect(options.repetitions == 7)
    #expect(options.printsJSON)
    #expect(options.saveFile == "a.json")
    #expect(options.compareFile == "b.json")
    #expect(options.plotFile == "c.SVG")
    #expect(try Options.parse(["--list"]).listsRows)
    #expect(try Options.parse(["--help"]).asksForHelp)
    #expect(try Options.parse(["-h"]).asksForHelp)
  }

  @Test(arguments: [
    (["--threads"], "--threads"), (["--threads", "0"], "--threads"),
    (["--threads", "two"], "--threads"), (["--repetitions", "-1"], "--repetitions"),
    (["--isa", "sse9"], "--isa"), (["--filter"], "--filter"), (["--filter", ""], "--filter"),
    (["--json=yes"], "--json"), (["--nonsense"], "--nonsense"), (["gemm"], "gemm"),
    (["--list", "--json"], "--list"), (["--list", "--save", "a"], "--list"),
    (["--plot", "a.png"], "--plot"), (["--plot"], "--plot"), (["--save="], "--save"),
    (["--compare"], "--compare"), ([""], "argument"),
  ])
  func errorsNameTheOption(_ words: [String], _ name: String) {
    let error = #expect(throws: UsageError.self) { try Options.parse(words) }
    #expect(error?.description.contains(name) == true)
    #expect(error?.description.contains("\n") == false)
  }

  @Test func helpExplainsEveryOption() {
    for name in [
      "--filter", "--threads", "--isa", "--repetitions", "--json", "--save", "--compare", "--plot",
      "--pictures",
      "--list", "--help",
    ] {
      #expect(helpText.contains(name))
    }
    #expect(helpText.split(separator: "\n").allSatisfy { $0.count <= 110 })
  }
}

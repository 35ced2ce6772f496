import CPUFeatures
import DurableFiles
import JSON
import Kernels
import Synchronization
import Testing

@testable import KernelBenchmarks

@Suite struct ProgramTests {
  /// Runs one command line and gives its status and what it printed.
  private func run(_ words: String..., sets: [KernelSet] = KernelSet.all) -> (
    status: Int32, output: String, errors: [String]
  ) {
    run(words, sets: sets)
  }

  private func run(
    _ words: [String], sets: [KernelSet] = KernelSet.all
  ) -> (status: Int32, output: String, errors: [String]) {
    let output = Mutex("")
    let errors = Mutex<[String]>([])
    let program = Program(
      sets: sets, preferred: sets.last?.level ?? .baseline, coreCount: 2,
      writeOutput: { text in output.withLock { $0 += text } },
      writeError: { line in errors.withLock { $0.append(line) } })
    let status = program.run(words)
    return (status, output.withLock { $0 }, errors.withLock { $0 })
  }

  @Test func measuresAndPrintsARowALine() throws {
    let (status, output, errors) = run(
      "--json", "--filter", "m=64 n=64", "--threads", "1", "--repetitions", "2")
    #expect(status == 0)
    #expect(errors.isEmpty)
    let lines = output.split(separator: "\n")
    #expect(lines.count == 1)
    let row = try JSONValue(parsing: String(try #require(lines.first)))
    #expect(row["name"] == "gemm")
    #expect(row["threads"] == 1)
    #expect((row["medianSeconds"]?.doubleValue ?? 0) > 0)
    #expect((row["fractionOfLimit"]?.doubleValue ?? 0) > 0)
  }

  @Test func tablesShowTheLimitsTheirPercentagesReferTo() {
    let (status, output, _) = run(
      "--filter", "exclusiveOr", "--isa", "baseline", "--repetitions", "1")
    #expect(status == 0)
    let lines = output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("name") == true)
    #expect(lines.contains { $0.hasPrefix("read_bandwidth") })
    #expect(lines.last?.hasPrefix("exclusiveOr_1x16_baseline") == true)
  }

  @Test func namesRowsWithoutMeasuring() {
    let (status, output, _) = run("--list")
    #expect(status == 0)
    for entry in Registry.entries { #expect(output.contains(entry.name)) }
    #expect(output.contains("conv_backward_weights"))
    #expect(output.contains("multiply_add_peak"))
  }

  @Test func savesComparesAndDraws() throws {
    let folder = try TemporaryFolder()
    let (saved, drawn) = ("\(folder.path)/run.json", "\(folder.path)/run.svg")
    let words = ["--filter", "gemm m=64 n=64", "--threads", "1", "--repetitions", "3"]
    let first = run(words + ["--save", saved, "--plot", drawn])
    #expect(first.status == 0)
    #expect(first.errors.isEmpty)
    let file = try SavedRun(contentsOf: saved)
    #expect(file.rows.map(\.key.problem) == ["m=64 n=64 k=64"])
    #expect(file.limits.count == 10)
    let picture = String(decoding: try readFile(atPath: drawn), as: UTF8.self)
    #expect(picture.contains("gemm m=64 n=64 k=64"))

    // Against a run ten thousand times as slow, and one ten thousand times as fast.
    for (factor, status) in [(1e4, Int32(0)), (1e-4, 1)] {
      let other = RowResult.sample(
        "gemm", problem: "m=64 n=64 k=64", level: KernelSet.all.last?.level ?? .baseline,
        samples: [(file.rows.first?.medianSeconds ?? 1) * factor])
      try SavedRun.write(limits: [], rows: [other], to: saved)
      let second = run(words + ["--compare", saved])
      #expect(second.status == status)
      #expect(second.output.contains("compared with \(saved): 1 row, \(status) slower"))
      #expect(second.errors.count == Int(status))
      let third = run(words + ["--json", "--compare", saved])
      #expect(third.status == status)
      #expect(third.output.contains("\"verdict\":\"\(status == 0 ? "faster" : "slower")\""))
    }
    #expect(run(words + ["--compare", "\(folder.path)/none"]).status == 1)
    let impossible = run(words + ["--save", "\(folder.path)/none/run.json"])
    #expect(impossible.status == 1)
    #expect(impossible.errors.first?.contains("none") == true)
  }

  @Test func withoutOperationsThereIsNoPicture() throws {
    let folder = try TemporaryFolder()
    let result = run([
      "--filter", "multiply_add_peak", "--threads", "2", "--plot", "\(folder.path)/a.svg",
    ])
    #expect(result.status == 1)
    #expect(result.errors.first?.contains("--plot") == true)
  }

  @Test func explainsItself() {
    let (status, output, errors) = run("--help")
    #expect(status == 0)
    #expect(output == helpText)
    #expect(errors.isEmpty)
  }

  @Test func endsWithTheStatusOfItsError() {
    let usage = run("--threads", "none")
    #expect(usage.status == 2)
    #expect(usage.errors.first?.hasPrefix("augnet-bench: --threads") == true)

    let nothing = run("--filter", "no such row")
    #expect(nothing.status == 1)
    #expect(nothing.errors.first?.contains("no such row") == true)

    let missing = run("--isa", "avx512", sets: Array(KernelSet.all.prefix(1)))
    #expect(missing.status == 1)
    #expect(missing.errors.first?.contains("avx512") == true)
    #expect(usage.output + nothing.output + missing.output == "")
  }

  @Test func aClosedReaderIsNoFailure() {
    let program = Program(
      sets: KernelSet.all, preferred: .baseline, coreCount: 1,
      writeOutput: { _ in throw OutputError.closed }, writeError: { _ in })
    #expect(program.run(["--list"]) == 0)
    let full = Program(
      sets: KernelSet.all, preferred: .baseline, coreCount: 1,
      writeOutput: { _ in throw OutputError.refused(errorNumber: 28) }, writeError: { _ in })
    #expect(full.run(["--list"]) == 1)
  }
}

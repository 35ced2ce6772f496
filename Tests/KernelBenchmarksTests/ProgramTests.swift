import CPUFeatures
import JSON
import Kernels
import Synchronization
import Testing

@testable import KernelBenchmarks

@Suite struct ProgramTests {
  /// Runs one command line and gives its status and what it printed.
  private func run(
    _ words: String..., sets: [KernelSet] = KernelSet.all
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

import JSON
import Testing

@testable import KernelBenchmarks

@Suite struct RunComparisonTests {
  /// A saved run of these rows and limits.
  private func saved(_ rows: [RowResult], limits: [RowResult] = []) throws -> SavedRun {
    try SavedRun([
      "limits": .array(limits.map(\.json)), "rows": .array(rows.map(\.json)),
    ])
  }

  private func verdict(_ before: [Double], _ now: [Double]) throws -> RowChange.Verdict? {
    let earlier = try saved([.sample(samples: before)])
    let comparison = RunComparison(with: earlier, limits: [], rows: [.sample(samples: now)])
    return comparison.changes.first?.verdict
  }

  @Test func changesBelowAFloorAreNoise() throws {
    #expect(try verdict([1], [1.04]) == .unchanged)
    #expect(try verdict([1], [0.96]) == .unchanged)
    #expect(try verdict([1], [1.06]) == .slower)
    #expect(try verdict([1], [0.94]) == .faster)
  }

  /// Deviations of 3 % in each run make 4 · 1.4826 · √2 · 3 % = 25 % of noise.
  @Test func spreadsOfBothRunsAreNoise() throws {
    let before = [0.97, 1, 1.03]
    #expect(try verdict(before, before.map { $0 * 1.24 }) == .unchanged)
    #expect(try verdict(before, before.map { $0 * 1.27 }) == .slower)
    #expect(try verdict(before, before.map { $0 / 1.24 }) == .unchanged)
    #expect(try verdict(before, before.map { $0 / 1.27 }) == .faster)
    #expect(try verdict([1], before.map { $0 * 1.15 }) == .unchanged)
    #expect(try verdict(before, [1.15]) == .unchanged)
    #expect(try verdict([1], [1.15]) == .slower)
  }

  @Test func rowsAreTheSameOnlyIfAllThatNamesThemIs() throws {
    let row = RowResult.sample()
    let others = [
      RowResult.sample("other"), .sample(problem: "m=3"), .sample(threads: 2),
      .sample(level: .baseline),
    ]
    let comparison = RunComparison(
      with: try saved([row] + others.dropLast()), limits: [], rows: [row] + others.suffix(1))
    #expect(comparison.changes.map(\.row.key) == [row.key])
    #expect(comparison.newRows.map(\.key) == others.suffix(1).map(\.key))
    #expect(comparison.unmeasuredCount == 3)
    let lines = comparison.lines(path: "before.json")
    #expect(
      lines.first == "compared with before.json: 1 row, 0 slower, 0 faster, 1 the same within noise"
    )
    #expect(lines.contains("  not in the file: gemm m=2, 1 thread, baseline"))
    #expect(lines.contains("  3 rows of the file not measured now"))
  }

  @Test func linesNameWhatChanged() throws {
    let earlier = try saved([.sample("a", samples: [1]), .sample("b", samples: [1])])
    let comparison = RunComparison(
      with: earlier, limits: [],
      rows: [.sample("a", samples: [0.5]), .sample("b", samples: [1.5])])
    #expect(comparison.slowerCount == 1)
    #expect(
      comparison.lines(path: "f").dropFirst() == [
        "  slower: b m=2, 1 thread, avx2: 1.00 s → 1.50 s (+50.0 %, noise 5.0 %)",
        "  faster: a m=2, 1 thread, avx2: 1.00 s → 500 ms (-50.0 %, noise 5.0 %)",
      ])
  }

  @Test func limitsOfAnotherMachineAreNoted() throws {
    let before = [
      RowResult.sampleLimit(.multiplyAddPeak, perSecond: 1e11),
      .sampleLimit(.readBandwidth(.memory), perSecond: 2e10),
    ]
    let now = [
      RowResult.sampleLimit(.multiplyAddPeak, perSecond: 1.05e11),
      .sampleLimit(.readBandwidth(.memory), perSecond: 4e10),
    ]
    let comparison = RunComparison(with: try saved([], limits: before), limits: now, rows: [])
    #expect(comparison.changedLimits.map(\.row.name) == ["read_bandwidth"])
    #expect(comparison.lines(path: "f").last?.contains("20.0 → 40.0 GB/s (+100.0 %)") == true)
  }

  @Test func programsGetTheVerdictInTheRow() throws {
    let before = try saved([.sample(samples: [2])]).rows.first
    let json = RowResult.sample(samples: [3]).json(comparedWith: before)
    #expect(json["baselineSeconds"]?.doubleValue == 2)
    #expect(json["verdict"] == "slower")
  }
}

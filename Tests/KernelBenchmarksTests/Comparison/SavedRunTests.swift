import DurableFiles
import JSON
import Testing

@testable import KernelBenchmarks

@Suite struct SavedRunTests {
  @Test func whatIsWrittenIsRead() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/run.json"
    let row = RowResult.sample(samples: [1, 1.5, 1.75])
    let limit = RowResult.sampleLimit(.multiplyAddPeak, perSecond: 1e11)
    try SavedRun.write(limits: [limit], rows: [row], to: path)
    let saved = try SavedRun(contentsOf: path)
    #expect(saved.limits.map(\.key) == [limit.key])
    #expect(saved.limits.first?.rate == 100)
    let first = try #require(saved.rows.first)
    #expect(saved.rows.count == 1)
    #expect(first.key == row.key)
    #expect(first.medianSeconds == 1.5)
    #expect(first.spread == row.timing.spread)
    #expect(first.unit == "GFLOP/s")
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"limits":[],"rows":{}}"#, #"{"limits":[],"rows":[{"name":"gemm"}]}"#,
    #"{"limits":[],"rows":[{"name":"g","problem":"","threads":1,"isa":"","medianSeconds":0}]}"#,
    #"{"limits":[3],"rows":[]}"#,
  ])
  func otherFilesAreErrorsThatNameThem(_ text: String) throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/run.json"
    try replaceFile(atPath: path, with: Array(text.utf8))
    let error = #expect(throws: SavedRunError.self) { try SavedRun(contentsOf: path) }
    #expect(error?.description.hasPrefix(path) == true)
    #expect(error?.description.contains("\n") == false)
  }

  @Test func aMissingFileIsAnError() {
    let error = #expect(throws: SavedRunError.self) { try SavedRun(contentsOf: "/no/such/run") }
    #expect(error?.description.contains("/no/such/run") == true)
  }

  @Test func rowsWithoutSpreadAreReadable() throws {
    let text = """
      {"limits":[],"rows":[{"name":"g","problem":"p","threads":1,"isa":"avx2","medianSeconds":2}]}
      """
    let saved = try SavedRun(JSONValue(parsing: text))
    #expect(saved.rows.first?.spread == 0)
  }
}

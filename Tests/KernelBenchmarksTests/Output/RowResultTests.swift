import JSON
import Testing

@testable import KernelBenchmarks

@Suite struct RowResultTests {
  private let result = RowResult(
    name: "gemm", problem: "m=2 n=3 k=4", threads: 2, level: .avx2,
    timing: Timing(samples: [0.5, 0.5, 0.7]), amount: 4e9, unit: .gigaflops, fractionOfLimit: 0.25)

  @Test func programsGetExactlyTheseKeys() throws {
    let object = try #require(result.json.objectValue)
    #expect(
      object.names == [
        "name", "problem", "threads", "isa", "medianSeconds", "rate", "unit", "fractionOfLimit",
        "spread",
      ])
    #expect(object["name"] == "gemm")
    #expect(object["problem"] == "m=2 n=3 k=4")
    #expect(object["threads"] == 2)
    #expect(object["isa"] == "avx2")
    #expect(object["medianSeconds"]?.doubleValue == 0.5)
    #expect(object["rate"]?.doubleValue == 8)
    #expect(object["unit"] == "GFLOP/s")
    #expect(object["fractionOfLimit"]?.doubleValue == 0.25)
    #expect(object["spread"]?.doubleValue == 0)
    #expect(!result.json.text().contains("\n"))
  }

  @Test func memoryIsAKeyWhereItWasMeasured() {
    var result = result
    result.peakMemoryBytes = 12
    #expect(result.json["peakMemoryBytes"] == 12)
  }

  @Test func picturesAndQueriesAreNotCountedInMilliards() {
    for unit in [RateUnit.images, .queries] {
      let result = RowResult(
        name: "", problem: "", threads: 1, level: .avx2, timing: Timing(samples: [0.5]), amount: 8,
        unit: unit, fractionOfLimit: 1)
      #expect(result.rate == 16)
    }
  }

  @Test func readersGetACellForEachColumn() {
    let table = TableLayout(names: ["gemm"], problems: ["m=2 n=3 k=4"])
    #expect(
      result.cells == [
        "gemm", "m=2 n=3 k=4", "2", "avx2", "500 ms", "0.0 %", "8.00", "GFLOP/s", "25.0 %",
      ])
    let (heading, line) = (table.heading, table.line(result.cells))
    #expect(heading.count == line.count)
    #expect(heading.hasPrefix("name  problem      threads  isa"))
    #expect(line.hasPrefix("gemm  m=2 n=3 k=4        2  avx2"))
  }
}

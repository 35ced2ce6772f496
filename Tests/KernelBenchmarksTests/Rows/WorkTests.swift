import Testing

@testable import KernelBenchmarks

@Suite struct WorkTests {
  @Test func updatedArraysAreReadAndWrittenButLieThereOnce() {
    let work = Work(
      operations: 5, read: 10, written: 20, updated: 30, bytesRead: 1, bytesWritten: 2)
    #expect(work.bytesRead == 161)
    #expect(work.bytesWritten == 202)
    #expect(work.footprint == 243)
    #expect(RateUnit.gigaflops.amount(of: work) == 5)
    #expect(RateUnit.gigabytes.amount(of: work) == 363)
  }
}

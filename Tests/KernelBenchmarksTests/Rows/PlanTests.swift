@testable import CPUFeatures
import Kernels
import Testing

@testable import KernelBenchmarks

@Suite struct PlanTests {
  private let caches = CacheSizes(level1: 32 << 10, level2: 1 << 20, level3: 32 << 20)

  private func plan(_ options: Options, cores: Int = 4) throws -> Plan {
    let preferred = try #require(KernelSet.all.last)
    return Plan(
      options, subjects: Subject.all, sets: KernelSet.all, preferred: preferred, coreCount: cores,
      caches: caches)
  }

  @Test func everythingIsMeasuredWithOneAndAllThreads() throws {
    let plan = try plan(Options())
    #expect(plan.limits.count == 2 * 9 * KernelSet.all.count)
    #expect(plan.neededLimits == plan.limits)
    #expect(Set(plan.rows.map(\.threads)) == [1, 4])
    #expect(plan.rows.count { $0.subject.isSingleThreaded } == Registry.entries.count)
    #expect(!plan.rows.contains { $0.subject.needsFilter })
    #expect(try self.plan(Options(), cores: 1).rows.allSatisfy { $0.threads == 1 })
  }

  @Test func aFilterLooksAtNameAndProblemWhateverTheCase() throws {
    let products = try plan(Options(filter: "GEMM"))
    #expect(!products.rows.isEmpty)
    #expect(products.rows.allSatisfy { $0.subject.name == "gemm" })
    #expect(products.limits.isEmpty)
    // Percentages need the limits of the rows' own instruction set.
    #expect(products.neededLimits.count == 2 * 9)

    let network = try plan(Options(filter: "resnet18", threads: 1))
    #expect(network.rows.count == 11 * 3 * 2)
    #expect(network.rows.contains { $0.subject.needsFilter })

    let peaks = try plan(Options(filter: "peak"))
    #expect(peaks.limits.count == 2 * KernelSet.all.count)
    #expect(peaks.rows.count == KernelSet.all.count)
    #expect(try plan(Options(filter: "no such row")).isEmpty)
  }

  @Test func threadsLeaveOneCount() throws {
    let plan = try plan(Options(threads: 3))
    #expect(plan.limits.allSatisfy { $0.threads == 3 })
    #expect(plan.rows.allSatisfy { $0.threads == 3 && !$0.subject.isSingleThreaded })
    #expect(try self.plan(Options(filter: "packedTile", threads: 3)).isEmpty)
  }
}

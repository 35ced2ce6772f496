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
    #expect(plan.limits.count == 2 * 10 * KernelSet.all.count)
    #expect(plan.neededLimits == plan.limits)
    #expect(Set(plan.rows.map(\.threads)) == [1, 4])
    #expect(
      plan.rows.count { $0.subject.isSingleThreaded }
        == Registry.entries.count + Subject.decodings.count + Subject.resizings.count)
    #expect(!plan.rows.contains { $0.subject.needsFilter })
    #expect(try self.plan(Options(), cores: 1).rows.allSatisfy { $0.threads == 1 })
  }

  @Test func aFilterLooksAtNameAndProblemWhateverTheCase() throws {
    let products = try plan(Options(filters: ["GEMM"]))
    #expect(!products.rows.isEmpty)
    #expect(products.rows.allSatisfy { $0.subject.name == "gemm" })
    #expect(products.limits.isEmpty)
    // Percentages need the limits of the rows' own instruction set.
    #expect(products.neededLimits.count == 2 * 10)

    let network = try plan(Options(filters: ["window", "resnet18"], threads: 1))
    #expect(network.rows.count == 11 * 3 * 2)
    #expect(network.rows.contains { $0.subject.needsFilter })

    let peaks = try plan(Options(filters: ["peak"]))
    #expect(peaks.limits.count == 2 * 2 * KernelSet.all.count)
    #expect(peaks.rows.count == 2 * KernelSet.all.count)
    #expect(try plan(Options(filters: ["no such row"])).isEmpty)
  }

  @Test func aRowMustContainEveryFilter() throws {
    let rows = try plan(Options(filters: ["conv_forward", "batch 8", "window 3 stride 1"])).rows
    #expect(rows.count == 4 * 2)
    #expect(rows.allSatisfy { $0.subject.name == "conv_forward" })
    #expect(try plan(Options(filters: ["gemm", "batch"])).isEmpty)
  }

  @Test func theLongestRowIsMeasuredOnlyIfAFilterNamesIt() throws {
    func trained(_ filters: String...) throws -> [String] {
      let options = Options(filters: filters, threads: 1)
      let plan = Plan(
        options, subjects: Subject.networks, sets: KernelSet.all, preferred: KernelSet.current,
        coreCount: 1, caches: caches)
      return plan.rows.map(\.subject.problem)
    }
    #expect(
      try trained("training") == ["resnet18 96x96 16x4 views", "small-64 32x32 32x4 views"])
    #expect(try trained("training", "resnet34") == ["resnet34 224x224 8x4 views"])
    #expect(try trained("training_step", "ResNet34 224x224") == ["resnet34 224x224 8x4 views"])
  }

  @Test func threadsLeaveOneCount() throws {
    let plan = try plan(Options(threads: 3))
    #expect(plan.limits.allSatisfy { $0.threads == 3 })
    #expect(plan.rows.allSatisfy { $0.threads == 3 && !$0.subject.isSingleThreaded })
    #expect(try self.plan(Options(filters: ["rowTile"], threads: 3)).isEmpty)
  }
}

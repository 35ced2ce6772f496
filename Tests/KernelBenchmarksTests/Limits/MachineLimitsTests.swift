@testable import CPUFeatures
import Kernels
import Testing

@testable import KernelBenchmarks

@Suite struct MachineLimitsTests {
  private let caches = CacheSizes(level1: 32 << 10, level2: 1 << 20, level3: 32 << 20)

  private var limits: MachineLimits {
    var limits = MachineLimits(caches: caches)
    limits[Limit(kind: .multiplyAddPeak, level: .avx2, threads: 1)] = 1000
    limits[Limit(kind: .readBandwidth(.level1), level: .avx2, threads: 1)] = 400
    limits[Limit(kind: .writeBandwidth(.level1), level: .avx2, threads: 1)] = 200
    limits[Limit(kind: .readBandwidth(.memory), level: .avx2, threads: 1)] = 10
    return limits
  }

  @Test func theLongestTimeBinds() {
    func seconds(_ work: Work) -> Double { limits.leastSeconds(work, level: .avx2, threads: 1) }
    #expect(seconds(Work(operations: 5000, read: 100)) == 5)
    #expect(seconds(Work(operations: 10, read: 100, written: 20)) == 1)
    #expect(seconds(Work(operations: 10, read: 100, written: 100)) == 2)
    // Beyond the caches.
    #expect(seconds(Work(read: 10 << 20)) == Double(40 << 20) / 10)
  }

  @Test func unknownLimitsBindNothing() {
    #expect(limits.leastSeconds(Work(operations: 5000), level: .avx512, threads: 1) == 0)
    #expect(limits.leastSeconds(Work(operations: 5000), level: .avx2, threads: 2) == 0)
  }

  @Test func everyLimitCanBeMeasured() {
    let kernels = KernelSet.current
    // Small caches, so that the test is quick.
    let caches = CacheSizes(level1: 16 << 10, level2: 64 << 10, level3: 256 << 10)
    let all = [1, 2].flatMap { Limit.all(kernels.level, threads: $0, caches) }
    let plan = TimingPlan(sampleSeconds: 0, totalSeconds: 0, repetitions: 1)
    let results = LimitMeasurement(all, sets: [kernels], caches: caches, plan: plan).measure(all)
    #expect(results.count == all.count)
    #expect(Set(all.map { "\($0.name) \($0.problem(caches)) \($0.threads)" }).count == all.count)
    for result in results {
      #expect(result.rate > 0 && result.rate.isFinite)
      #expect(result.fractionOfLimit == 1)
    }
  }
}

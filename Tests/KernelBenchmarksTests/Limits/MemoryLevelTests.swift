@testable import CPUFeatures
import Testing

@testable import KernelBenchmarks

@Suite struct MemoryLevelTests {
  private let caches = CacheSizes(level1: 32 << 10, level2: 1 << 20, level3: 32 << 20)

  @Test func dataLiesInTheNearestLevelThatHoldsIt() {
    #expect(MemoryLevel.holding(0, threads: 1, caches) == .level1)
    #expect(MemoryLevel.holding(32 << 10, threads: 1, caches) == .level1)
    #expect(MemoryLevel.holding(33 << 10, threads: 1, caches) == .level2)
    #expect(MemoryLevel.holding(33 << 10, threads: 2, caches) == .level1)
    #expect(MemoryLevel.holding(3 << 20, threads: 2, caches) == .level3)
    #expect(MemoryLevel.holding(33 << 20, threads: 2, caches) == .memory)
  }

  @Test func aProcessorMayHaveNoThirdLevel() {
    let two = CacheSizes(level1: 32 << 10, level2: 1 << 20, level3: 0)
    #expect(MemoryLevel.levels(of: two) == [.level1, .level2, .memory])
    #expect(MemoryLevel.levels(of: caches).count == 4)
    #expect(MemoryLevel.holding(2 << 20, threads: 1, two) == .memory)
  }

  @Test(arguments: [1, 2, 4])
  func probesLieInTheirLevel(_ threads: Int) {
    for level in MemoryLevel.allCases {
      let bytes = level.probeBytes(threads: threads, caches) * threads
      #expect(MemoryLevel.holding(bytes, threads: threads, caches) == level)
    }
  }
}

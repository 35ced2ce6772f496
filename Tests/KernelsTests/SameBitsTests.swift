import CPUFeatures
import Kernels
import Testing

/// The same bits for any number of threads, and for every instruction set that fuses products.
///
/// One test, since the number of threads is the whole process's.
@Suite(.serialized) struct SameBitsTests {
  @Test(arguments: KernelSetOperation.allCases)
  func bitsDependOnTheProblemAlone(_ operation: KernelSetOperation) {
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    var fused: [UInt32]?
    for kernels in KernelSet.all {
      Parallel.threadCount = 1
      let alone = operation.result(kernels).map(\.bitPattern)
      #expect(
        !alone.contains { Float(bitPattern: $0).isNaN }, "\(operation) leaves elements unwritten")
      for threads in [2, 3, 7] {
        Parallel.threadCount = threads
        let together = operation.result(kernels).map(\.bitPattern)
        #expect(together == alone, "\(operation), \(kernels.level), \(threads) threads")
      }
      guard kernels.hasFusedBits else { continue }
      if let fused {
        #expect(fused == alone, "\(operation), \(kernels.level) against the first fused set")
      }
      fused = alone
    }
  }

  @Test func zeroThreadsAskForOneACore() {
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    Parallel.threadCount = 0
    #expect(Parallel.threadCount >= 1)
    Parallel.threadCount = -3
    #expect(Parallel.threadCount >= 1)
    Parallel.threadCount = 5
    #expect(Parallel.threadCount == 5)
  }
}

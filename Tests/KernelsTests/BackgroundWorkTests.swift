import Kernels
import Synchronization
import Testing

/// One test at a time: there is one set of background pieces.
@Suite(.serialized) struct BackgroundWorkTests {
  @Test func everyPieceIsDoneOnce() {
    for count in [0, 1, 7, 1000] {
      let done = Mutex([Int](repeating: 0, count: count))
      Parallel.beginBackgroundWork(count) { piece in done.withLock { $0[piece] += 1 } }
      // Operations go on meanwhile.
      for _ in 0..<20 {
        let sum = Atomic<Int>(0)
        Parallel.forEach(8) { sum.wrappingAdd($0, ordering: .relaxed) }
        #expect(sum.load(ordering: .relaxed) == 28)
      }
      Parallel.finishBackgroundWork()
      #expect(done.withLock { $0.allSatisfy { $0 == 1 } })
    }
  }
}

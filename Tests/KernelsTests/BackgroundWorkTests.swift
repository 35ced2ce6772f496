import Kernels
import Synchronization
import Testing

@Suite struct BackgroundWorkTests {
  @Test func everyPieceIsDoneOnce() {
    for count in [0, 1, 7, 1000] {
      let done = Mutex([Int](repeating: 0, count: count))
      let work = BackgroundWork(count) { piece in done.withLock { $0[piece] += 1 } }
      // Operations go on meanwhile.
      for _ in 0..<20 {
        let sum = Atomic<Int>(0)
        Parallel.forEach(8) { sum.wrappingAdd($0, ordering: .relaxed) }
        #expect(sum.load(ordering: .relaxed) == 28)
      }
      work.finish()
      #expect(done.withLock { $0.allSatisfy { $0 == 1 } })
    }
  }

  @Test func severalCanWaitAtOnceAndEndInAnyOrder() {
    let counts = [3, 500, 1, 40]
    let done = Mutex(counts.map { [Int](repeating: 0, count: $0) })
    let works = counts.indices.map { number in
      BackgroundWork(counts[number]) { piece in done.withLock { $0[number][piece] += 1 } }
    }
    for number in [2, 0, 3, 1] {
      works[number].finish()
      #expect(done.withLock { $0[number].allSatisfy { $0 == 1 } }, "work \(number)")
    }
    #expect(done.withLock { $0.allSatisfy { $0.allSatisfy { $0 == 1 } } })
  }
}

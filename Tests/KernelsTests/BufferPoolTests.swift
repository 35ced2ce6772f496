import Dispatch
import Synchronization
import Testing

@testable import Kernels

@Suite struct BufferPoolTests {
  @Test func blocksAreAlignedAndLargeEnough() {
    let pool = BufferPool()
    for count in [0, 1, 15, 16, 17, 1000, 16_383, 16_384, 16_385, 100_003, 1_000_003] {
      let (pointer, capacity) = pool.take(atLeast: count)
      #expect(Int(bitPattern: pointer) % 64 == 0, "\(count) elements")
      #expect(capacity >= count && capacity <= max(16, count + count / 8 + 16), "\(count)")
      pointer.initialize(repeating: 1, count: capacity)
      pool.give(back: pointer, capacity: capacity)
    }
  }

  @Test func largeBlocksAreUsedAgain() {
    let pool = BufferPool()
    let (first, capacity) = pool.take(atLeast: 50_000)
    pool.give(back: first, capacity: capacity)
    // Nearly as large: the same block.
    let (second, sameCapacity) = pool.take(atLeast: 49_500)
    #expect(first == second && capacity == sameCapacity)
    let (third, _) = pool.take(atLeast: 50_000)
    #expect(third != second)
    pool.give(back: second, capacity: capacity)
    pool.give(back: third, capacity: capacity)
  }

  @Test func memoryIsNotBoundToASize() {
    let pool = BufferPool()
    let blocks = (0..<10).map { _ in pool.take(atLeast: 50_000) }
    for (pointer, capacity) in blocks { pool.give(back: pointer, capacity: capacity) }
    let (whole, capacity) = pool.take(atLeast: 490_000)
    #expect(blocks.map(\.0).min() == whole)
    pool.give(back: whole, capacity: capacity)
  }

  @Test func noBlockIsTakenTwiceAtOnce() {
    let pool = BufferPool()
    let faults = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 4) { worker in
      for round in 0..<3_000 {
        let count = 16_384 + (round + worker) % 3 * 4_000
        let mark = Float(worker * 10_000 + round)
        pool.withFloats(count) { floats in
          floats[0] = mark
          floats[count - 1] = mark
          pool.withFloats(count) { $0[0] = -1 }
          if floats[0] != mark || floats[count - 1] != mark {
            faults.wrappingAdd(1, ordering: .relaxed)
          }
        }
      }
    }
    #expect(faults.load(ordering: .relaxed) == 0)
  }
}

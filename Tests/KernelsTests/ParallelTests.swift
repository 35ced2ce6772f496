import Dispatch
import Synchronization
import Testing

@testable import Kernels

/// Work shared between threads.
///
/// Each index has its own counter, without a lock: one that is met twice, or by two
/// threads at once, shows.
@Suite struct ParallelTests {
  /// Counters in plain memory, and whether each is `expected`.
  private func counts(_ count: Int, _ body: (UnsafeMutablePointer<Int32>) -> Void) -> [Int32] {
    var counters = [Int32](repeating: 0, count: count)
    counters.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { body(start) } }
    return counters
  }

  @Test(arguments: [0, 1, 2, 3, 7, 1000, 100_003])
  func meetsEveryIndexOnce(_ count: Int) {
    let met = counts(count + 1) { counters in
      nonisolated(unsafe) let counters = counters
      Parallel.forEach(count) { counters[$0] += 1 }
    }
    #expect(met.dropLast().allSatisfy { $0 == 1 })
    #expect(met.last == 0)
  }

  @Test(arguments: [0, 1, 2, 7, 64, 1001], [1, 2, 3])
  func runsMeetEveryIndexOnce(_ count: Int, _ parts: Int) {
    let met = counts(count + 1) { counters in
      nonisolated(unsafe) let counters = counters
      Parallel.forEachRun(count, parts: parts) { run in
        for index in run { counters[index] += 1 }
        // Inside, too.
        var rest = run.count
        Parallel.forEachRun(run.count, parts: parts) { rest -= $0.count }
        if rest != 0 { counters[run.lowerBound] += 1 }
      }
    }
    #expect(met == [Int32](repeating: 1, count: count) + [0])
  }

  @Test func nestedCallsMeetEveryIndexOnce() {
    let met = counts(300 * 400) { counters in
      nonisolated(unsafe) let counters = counters
      Parallel.forEach(300) { outer in
        Parallel.forEach(400) { inner in counters[outer * 400 + inner] += 1 }
      }
    }
    #expect(met.allSatisfy { $0 == 1 })
  }

  @Test func callersOnSeveralThreadsEachMeetTheirIndicesOnce() {
    let (callers, rounds, count) = (4, 50, 1000)
    let total = Atomic<Int>(0)
    let met = counts(callers * count) { counters in
      nonisolated(unsafe) let counters = counters
      DispatchQueue.concurrentPerform(iterations: callers) { caller in
        for _ in 0..<rounds {
          Parallel.forEach(count) {
            counters[caller * count + $0] += 1
            total.wrappingAdd(1, ordering: .relaxed)
          }
        }
      }
    }
    #expect(met.allSatisfy { $0 == Int32(rounds) })
    #expect(total.load(ordering: .relaxed) == callers * rounds * count)
  }

  @Test func isFreeAgainAfterEachCall() {
    for round in 0..<20_000 {
      let total = Atomic<Int>(0)
      Parallel.forEach(5) { total.wrappingAdd($0, ordering: .relaxed) }
      let sum = total.load(ordering: .relaxed)
      if sum != 10 { #expect(sum == 10, "round \(round)") }
    }
  }

  @Test(arguments: [(0, 4), (1, 4), (4, 4), (5, 4), (8, 4), (9, 1), (3, 100), (1001, 8)])
  func piecesFollowOneAnother(_ count: Int, _ size: Int) {
    let met = counts(count + size + 1) { counters in
      nonisolated(unsafe) let counters = counters
      Parallel.forEachPiece(of: count, size: size) { piece in
        // Only the last piece may be smaller.
        if piece.lowerBound % size == 0, piece.count == size || piece.upperBound == count {
          for index in piece { counters[index] += 1 }
        }
      }
    }
    #expect(met[..<count].allSatisfy { $0 == 1 })
    #expect(met[count...].allSatisfy { $0 == 0 })
  }
}

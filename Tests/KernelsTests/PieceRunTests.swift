import Dispatch
import Synchronization
import Testing

@testable import Kernels

/// A run of numbers taken from both ends.
@Suite struct PieceRunTests {
  @Test func ownersTakeTheFirstAndOthersTheLast() {
    let run = PieceRun()
    #expect(run.takeFirst() == nil)
    run.reset(3..<7)
    #expect([run.takeFirst(), run.takeLast(), run.takeLast()] == [3, 6, 5])
    #expect([run.takeFirst(), run.takeFirst(), run.takeLast()] == [4, nil, nil])
  }

  @Test func numbersUpToTheLargestEndFit() {
    let run = PieceRun()
    run.reset(PieceRun.maximumEnd - 2..<PieceRun.maximumEnd)
    #expect(run.takeLast() == PieceRun.maximumEnd - 1)
    #expect(run.takeFirst() == PieceRun.maximumEnd - 2)
    #expect(run.takeFirst() == nil)
  }

  @Test func eachNumberIsTakenOnceFromBothEnds() {
    let (count, threads) = (200_000, 4)
    let run = PieceRun()
    run.reset(0..<count)
    let taken = Mutex<[[Int]]>([])
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      var own: [Int] = []
      while let piece = thread == 0 ? run.takeFirst() : run.takeLast() { own.append(piece) }
      taken.withLock { $0.append(own) }
    }
    #expect(taken.withLock { $0.joined().sorted() } == Array(0..<count))
  }
}

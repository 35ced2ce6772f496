import Dispatch
import Synchronization
import Testing

@testable import Kernels

/// A run of numbers taken from both ends.
@Suite struct PieceRunTests {
  @Test func ownersTakeTheFirstAndOthersTheLast() {
    let run = PieceRun()
    #expect(run.takeFirst(ofParts: 1) == nil)
    run.reset(3..<7)
    let all = Int.max
    #expect(
      [run.takeFirst(ofParts: all), run.takeLast(ofParts: all), run.takeLast(ofParts: all)]
        == [3..<4, 6..<7, 5..<6])
    #expect(
      [run.takeFirst(ofParts: all), run.takeFirst(ofParts: all), run.takeLast(ofParts: all)]
        == [4..<5, nil, nil])
  }

  @Test func partsAreOfWhatIsLeft() {
    let run = PieceRun()
    run.reset(10..<42)
    #expect(
      [run.takeFirst(ofParts: 4), run.takeLast(ofParts: 4), run.takeFirst(ofParts: 4)]
        == [10..<18, 36..<42, 18..<22])
    #expect(run.takeLast(ofParts: 1) == 22..<36)
    #expect(run.takeFirst(ofParts: 4) == nil)
  }

  @Test func numbersUpToTheLargestEndFit() {
    let run = PieceRun()
    run.reset(PieceRun.maximumEnd - 2..<PieceRun.maximumEnd)
    #expect(run.takeLast(ofParts: 2)?.lowerBound == PieceRun.maximumEnd - 1)
    #expect(run.takeFirst(ofParts: 2)?.lowerBound == PieceRun.maximumEnd - 2)
    #expect(run.takeFirst(ofParts: 2) == nil)
  }

  @Test(arguments: [4, Int.max])
  func eachNumberIsTakenOnceFromBothEnds(_ parts: Int) {
    let (count, threads) = (200_000, 4)
    let run = PieceRun()
    run.reset(0..<count)
    let taken = Mutex<[[Int]]>([])
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      var own: [Int] = []
      while let pieces = thread == 0 ? run.takeFirst(ofParts: parts) : run.takeLast(ofParts: parts)
      { own += pieces }
      taken.withLock { $0.append(own) }
    }
    #expect(taken.withLock { $0.joined().sorted() } == Array(0..<count))
  }
}

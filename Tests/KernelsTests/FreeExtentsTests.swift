import TestSupport
import Testing

@testable import Kernels

@Suite struct FreeExtentsTests {
  @Test func theSmallestThatFitsIsTaken() {
    var pages = FreeExtents(count: 100)
    let starts = [10, 1, 5, 1, 20, 1].compactMap { pages.take($0) }
    #expect(starts == [0, 10, 11, 16, 17, 37] && pages.usedEnd == 38)
    pages.give(back: 0..<10)
    pages.give(back: 11..<16)
    pages.give(back: 17..<37)
    #expect(pages.extents == [0..<10, 11..<16, 17..<37, 38..<100])
    #expect(pages.take(5) == 11)
    #expect(pages.take(6) == 0)
    #expect(pages.take(63) == nil)
    #expect(pages.take(62) == 38)
  }

  @Test func neighboursAreJoined() {
    var pages = FreeExtents(count: 40)
    for _ in 0..<4 { _ = pages.take(10) }
    #expect(pages.extents.isEmpty && pages.takenCount == 40)
    pages.give(back: 0..<10)
    pages.give(back: 20..<30)
    #expect(pages.extents == [0..<10, 20..<30])
    pages.give(back: 10..<20)
    #expect(pages.extents == [0..<30])
    pages.give(back: 30..<40)
    #expect(pages.extents == [0..<40] && pages.takenCount == 0)
  }

  @Test func trimmingCountsTheEndAsUnused() {
    var pages = FreeExtents(count: 100)
    _ = pages.take(10)
    _ = pages.take(30)
    #expect(pages.trim().isEmpty)
    pages.give(back: 10..<40)
    #expect(pages.trim() == 10..<40)
    #expect(pages.usedEnd == 10 && pages.trim().isEmpty)
    #expect(pages.take(5) == 10 && pages.usedEnd == 15)
    pages.give(back: 0..<10)
    pages.give(back: 10..<15)
    #expect(pages.trim() == 0..<15 && pages.trim().isEmpty)
    #expect(pages.take(100) == 0 && pages.trim().isEmpty)
  }

  @Test func nothingIsTakenTwiceAndNothingIsLost() {
    var random = SeededRandom(5)
    var pages = FreeExtents(count: 500)
    var taken: [Range<Int>] = []
    for _ in 0..<5000 {
      if random.integer(in: 0...1) == 0 || taken.isEmpty {
        let count = random.integer(in: 1...40)
        let largest = pages.extents.map(\.count).max() ?? 0
        if let start = pages.take(count) {
          #expect(start + count <= 500 && largest >= count)
          #expect(!taken.contains { $0.overlaps(start..<start + count) })
          taken.append(start..<start + count)
        } else {
          #expect(largest < count)
        }
      } else {
        pages.give(back: taken.remove(at: random.integer(in: 0...taken.count - 1)))
      }
      #expect(pages.extents.reduce(0) { $0 + $1.count } + pages.takenCount == 500)
      for (left, right) in zip(pages.extents, pages.extents.dropFirst()) {
        #expect(left.upperBound < right.lowerBound)
      }
    }
    for range in taken { pages.give(back: range) }
    #expect(pages.extents == [0..<500])
  }
}

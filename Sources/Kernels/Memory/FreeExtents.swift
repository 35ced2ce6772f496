/// Which parts of a range of pages are free.
///
/// Best fit with joining: a request gets the smallest free extent that holds it, and an extent that becomes free
/// grows together with its free neighbours. What is taken and given back like a stack, as the activations of a
/// network are, leaves no holes that only equal requests could fill.
struct FreeExtents {
  /// The free extents in ascending order; none touches another.
  private(set) var extents: [Range<Int>]

  /// Where the range ends.
  private let end: Int

  /// The end of the last part that was ever taken since the last ``trim()``: what lies behind was not used.
  private(set) var usedEnd = 0

  /// How many pages are taken.
  private(set) var takenCount = 0

  /// Makes a range of `count` free pages.
  init(count: Int) {
    extents = count > 0 ? [0..<count] : []
    end = count
  }

  /// Takes `count` pages; nil if no free extent is as large.
  mutating func take(_ count: Int) -> Int? {
    var best: Int?
    for index in extents.indices where extents[index].count >= count {
      if best.map({ extents[index].count < extents[$0].count }) ?? true { best = index }
    }
    guard let best else { return nil }
    let start = extents[best].lowerBound
    if extents[best].count == count {
      extents.remove(at: best)
    } else {
      extents[best] = start + count..<extents[best].upperBound
    }
    usedEnd = max(usedEnd, start + count)
    takenCount += count
    return start
  }

  /// Takes back `range`, which was taken.
  mutating func give(back range: Range<Int>) {
    takenCount -= range.count
    // The first extent behind the range.
    var low = 0
    var high = extents.count
    while low < high {
      let middle = (low + high) / 2
      if extents[middle].lowerBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    var joined = range
    if low < extents.count, extents[low].lowerBound == joined.upperBound {
      joined = joined.lowerBound..<extents.remove(at: low).upperBound
    }
    if low > 0, extents[low - 1].upperBound == joined.lowerBound {
      low -= 1
      joined = extents.remove(at: low).lowerBound..<joined.upperBound
    }
    extents.insert(joined, at: low)
  }

  /// The free pages behind the last taken one that were used before, which from now on count as not used.
  mutating func trim() -> Range<Int> {
    let start = extents.last.flatMap { $0.upperBound == end ? $0.lowerBound : nil } ?? end
    guard start < usedEnd else { return usedEnd..<usedEnd }
    defer { usedEnd = start }
    return start..<usedEnd
  }
}

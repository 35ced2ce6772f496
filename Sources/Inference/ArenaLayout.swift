import Tensors

/// Finds places in an arena for results that live for a while.
struct ArenaLayout {
  /// Elements of a cache line, on which every part begins.
  private static let alignment = 16

  /// The parts that are taken, by their places.
  private var taken: [Arena.Part] = []

  /// How many elements the arena needs to have.
  private(set) var count = 0

  /// Takes the first gap of `count` elements.
  mutating func take(_ count: Int) -> Arena.Part {
    let size = (count + Self.alignment - 1) / Self.alignment * Self.alignment
    var offset = 0
    var index = 0
    while index < taken.count, taken[index].offset - offset < size {
      offset = taken[index].offset + taken[index].count
      index += 1
    }
    let part = Arena.Part(offset: offset, count: size)
    taken.insert(part, at: index)
    self.count = max(self.count, offset + size)
    return part
  }

  /// Gives a part back.
  mutating func give(back part: Arena.Part) {
    taken.removeAll { $0 == part }
  }
}

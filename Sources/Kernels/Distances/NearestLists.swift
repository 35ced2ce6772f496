/// The nearest points seen so far of each of some queries: for each a heap with the farthest on
/// top.
///
/// A point is one number: the bits of its distance, which order as distances do since none is
/// negative, and below them its index. So equal distances are told apart by the index, and which
/// points are kept does not depend on the order in which they come.
@safe
final class NearestLists {
  /// How many points are kept of each query.
  let keptCount: Int
  private let queryCount: Int
  private let memory: UnsafeMutablePointer<Float>
  private let capacity: Int
  /// `[queryCount][keptCount]`.
  private let keys: UnsafeMutablePointer<UInt64>
  /// How many points each query has.
  private let counts: UnsafeMutablePointer<Int32>

  init(queryCount: Int, keptCount: Int) {
    self.queryCount = queryCount
    self.keptCount = keptCount
    let keyCount = queryCount * keptCount
    unsafe (memory, capacity) = BufferPool.shared.take(atLeast: 2 * keyCount + queryCount)
    let raw = unsafe UnsafeMutableRawPointer(memory)
    unsafe keys = raw.bindMemory(to: UInt64.self, capacity: keyCount)
    unsafe counts = (raw + 8 * keyCount).bindMemory(to: Int32.self, capacity: queryCount)
    unsafe counts.initialize(repeating: 0, count: queryCount)
  }

  deinit {
    unsafe UnsafeMutableRawPointer(memory).bindMemory(to: Float.self, capacity: capacity)
    unsafe BufferPool.shared.give(back: memory, capacity: capacity)
  }

  /// No point farther than this can be among the nearest of `query`.
  func limit(_ query: Int) -> Float {
    guard unsafe Int(counts[query]) == keptCount else { return .infinity }
    return unsafe Self.distance(keys[query * keptCount])
  }

  /// Takes notice of a point.
  func insert(_ query: Int, distance: Float, index: Int) {
    insert(query, UInt64(distance.bitPattern) << 32 | UInt64(UInt32(truncatingIfNeeded: index)))
  }

  /// Takes notice of all points of another list.
  func merge(_ query: Int, from other: NearestLists) {
    let count = unsafe Int(other.counts[query])
    for position in 0..<count {
      insert(query, unsafe other.keys[query * keptCount + position])
    }
  }

  /// Writes the points of `query`, nearest first, and forgets them.
  ///
  /// What is missing has an infinite distance and the index −1.
  func write(
    _ query: Int, distances: UnsafeMutablePointer<Float>, indices: UnsafeMutablePointer<Int32>
  ) {
    let heap = unsafe keys + query * keptCount
    let count = unsafe Int(counts[query])
    for position in count..<keptCount {
      unsafe distances[position] = .infinity
      unsafe indices[position] = -1
    }
    for position in stride(from: count - 1, through: 0, by: -1) {
      let farthest = unsafe heap[0]
      unsafe distances[position] = Self.distance(farthest)
      unsafe indices[position] = Int32(truncatingIfNeeded: farthest)
      unsafe sink(heap[position], heap, position)
    }
    unsafe counts[query] = 0
  }

  private static func distance(_ key: UInt64) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: key >> 32))
  }

  private func insert(_ query: Int, _ key: UInt64) {
    let heap = unsafe keys + query * keptCount
    let count = unsafe Int(counts[query])
    if count == keptCount {
      if unsafe key < heap[0] { unsafe sink(key, heap, count) }
      return
    }
    var child = count
    while child > 0, unsafe heap[(child - 1) / 2] < key {
      unsafe heap[child] = heap[(child - 1) / 2]
      child = (child - 1) / 2
    }
    unsafe heap[child] = key
    unsafe counts[query] += 1
  }

  /// Puts `key` in the place of the top of a heap of `count` keys, and lets it sink.
  private func sink(_ key: UInt64, _ heap: UnsafeMutablePointer<UInt64>, _ count: Int) {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < count else { break }
      if child + 1 < count, unsafe heap[child] < heap[child + 1] { child += 1 }
      guard unsafe key < heap[child] else { break }
      unsafe heap[parent] = heap[child]
      parent = child
    }
    unsafe heap[parent] = key
  }
}

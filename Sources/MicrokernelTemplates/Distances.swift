/// Distances of one vector to many.
@frozen
public enum Distances<Set: InstructionSet> {
  /// `result[i]` = Σ (`query` − `points[i]`)², summed in sixteen lanes that a fixed tree then joins.
  ///
  /// - Parameters:
  ///   - dimensions: Floats a vector.
  ///   - count: How many points.
  ///   - query: `[dimensions]`.
  ///   - points: `[count][dimensions]`.
  ///   - result: `[count]`.
  @inlinable @inline(__always)
  public static func squared(
    _ dimensions: Int, _ count: Int, _ query: UnsafePointer<Float>,
    _ points: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>
  ) {
    var point = 0
    while point < count {
      unsafe DistanceBlock<Set, 4>.squared(
        dimensions, min(4, count - point), query, points + point * dimensions, result + point)
      point += 4
    }
  }
}

/// A few points at once, whose sums stay in registers: several chains of additions under way.
@frozen
public struct DistanceBlock<Set: InstructionSet, let width: Int> {
  @usableFromInline var sums: InlineArray<width, Lanes>

  @inlinable @inline(__always)
  init() {
    sums = .init(repeating: .zero)
  }

  @inlinable @inline(__always)
  mutating func add(
    _ points: InlineArray<width, UnsafePointer<Float>>, _ query: UnsafePointer<Float>,
    _ index: Int, _ run: Int
  ) {
    let query = unsafe query.lanes(index, run)
    for p in 0..<width {
      let difference = unsafe points[p].lanes(index, run) - query
      sums[p] = Set.lanesMultiplyAdd(difference, difference, sums[p])
    }
  }

  /// Distances to `count` ≤ `width` points; the last one stands in for those that are missing.
  @inlinable @inline(__always)
  static func squared(
    _ dimensions: Int, _ count: Int, _ query: UnsafePointer<Float>,
    _ points: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>
  ) {
    var block = Self()
    var starts = unsafe InlineArray<width, UnsafePointer<Float>>(repeating: points)
    for p in 1..<width { unsafe starts[p] = points + min(p, count - 1) * dimensions }
    var index = 0
    while index &+ laneCount <= dimensions {
      unsafe block.add(starts, query, index, laneCount)
      index &+= laneCount
    }
    if index < dimensions { unsafe block.add(starts, query, index, dimensions &- index) }
    // A loop of unknown length: unrolled, it would tempt the compiler to shuffle all sums into each other.
    for p in 0..<count { unsafe result[p] = block.sums[p].treeSum() }
  }
}

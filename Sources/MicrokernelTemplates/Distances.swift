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
    while point + 4 <= count {
      unsafe block(4, dimensions, query, points + point * dimensions, result + point)
      point += 4
    }
    while point < count {
      unsafe block(1, dimensions, query, points + point * dimensions, result + point)
      point += 1
    }
  }

  @inlinable @inline(__always)
  static func block(
    _ count: Int, _ dimensions: Int, _ query: UnsafePointer<Float>,
    _ points: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>
  ) {
    var sums = InlineArray<4, Lanes>(repeating: .zero)
    forEachRun(dimensions) { index, run in
      let query = unsafe query.lanes(index, run)
      for p in 0..<count {
        let difference = unsafe points.lanes(p * dimensions + index, run) - query
        sums[p] = Set.lanesMultiplyAdd(difference, difference, sums[p])
      }
    }
    for p in 0..<count { unsafe result[p] = sums[p].treeSum() }
  }
}

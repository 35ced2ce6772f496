/// Sums of rows that are near each other, with weights: what a convolution makes of one row.
@frozen
public enum WeightedSum<Set: InstructionSet> {
  /// `target[i]` = Σₜ `weights[t]` × `source[offsets[t] + i]`, in ascending order of t from 0.
  ///
  /// `count` is a whole number of sixteens, `taps` may be 0.
  @inlinable @inline(__always)
  public static func rows(
    _ count: Int, _ taps: Int, _ offsets: UnsafePointer<Int>, _ weights: UnsafePointer<Float>,
    _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
  ) {
    var x = 0
    // Four sums at a time hide the latency of adding to one.
    while x + 4 * laneCount <= count {
      var (a, b, c, d) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      for tap in 0..<taps {
        let row = unsafe source + offsets[tap] + x
        let weight = unsafe Lanes(repeating: weights[tap])
        a = unsafe Set.lanesMultiplyAdd(weight, row.lanes(0, laneCount), a)
        b = unsafe Set.lanesMultiplyAdd(weight, row.lanes(laneCount, laneCount), b)
        c = unsafe Set.lanesMultiplyAdd(weight, row.lanes(2 * laneCount, laneCount), c)
        d = unsafe Set.lanesMultiplyAdd(weight, row.lanes(3 * laneCount, laneCount), d)
      }
      unsafe target.store(a, x, laneCount)
      unsafe target.store(b, x + laneCount, laneCount)
      unsafe target.store(c, x + 2 * laneCount, laneCount)
      unsafe target.store(d, x + 3 * laneCount, laneCount)
      x += 4 * laneCount
    }
    while x + 2 * laneCount <= count {
      var (a, b) = (Lanes.zero, Lanes.zero)
      for tap in 0..<taps {
        let row = unsafe source + offsets[tap] + x
        let weight = unsafe Lanes(repeating: weights[tap])
        a = unsafe Set.lanesMultiplyAdd(weight, row.lanes(0, laneCount), a)
        b = unsafe Set.lanesMultiplyAdd(weight, row.lanes(laneCount, laneCount), b)
      }
      unsafe target.store(a, x, laneCount)
      unsafe target.store(b, x + laneCount, laneCount)
      x += 2 * laneCount
    }
    while x < count {
      var sum = Lanes.zero
      for tap in 0..<taps {
        let row = unsafe source + offsets[tap] + x
        let weight = unsafe Lanes(repeating: weights[tap])
        sum = unsafe Set.lanesMultiplyAdd(weight, row.lanes(0, laneCount), sum)
      }
      unsafe target.store(sum, x, laneCount)
      x += laneCount
    }
  }
}

import Synchronization

/// A run of numbers of which its owner takes the first, and others the last.
final class PieceRun: Sendable {
  /// The largest end of a run.
  static let maximumEnd = Int(UInt32.max)

  /// The first number in the lower half, the end in the upper.
  private let bounds = Atomic<UInt64>(0)

  /// Makes it `run`.
  ///
  /// - Precondition: It ends at ``maximumEnd`` or before.
  func reset(_ run: Range<Int>) {
    bounds.store(UInt64(run.upperBound) << 32 | UInt64(run.lowerBound), ordering: .relaxed)
  }

  /// Takes the first of so many parts, or one number if they are fewer; nil if there is none.
  func takeFirst(ofParts parts: Int) -> Range<Int>? {
    take { run in
      let end = run.lowerBound + max(1, run.count / parts)
      return (run.lowerBound..<end, end..<run.upperBound)
    }
  }

  /// Takes the last of so many parts, or one number if they are fewer; nil if there is none.
  func takeLast(ofParts parts: Int) -> Range<Int>? {
    take { run in
      let start = run.upperBound - max(1, run.count / parts)
      return (start..<run.upperBound, run.lowerBound..<start)
    }
  }

  @inline(__always)
  private func take(
    _ choice: (Range<Int>) -> (piece: Range<Int>, rest: Range<Int>)
  ) -> Range<Int>? {
    var known = bounds.load(ordering: .relaxed)
    while true {
      let run = Int(truncatingIfNeeded: known & 0xFFFF_FFFF)..<Int(truncatingIfNeeded: known >> 32)
      if run.isEmpty { return nil }
      let (piece, rest) = choice(run)
      let (isTaken, found) = bounds.weakCompareExchange(
        expected: known, desired: UInt64(rest.upperBound) << 32 | UInt64(rest.lowerBound),
        ordering: .relaxed)
      if isTaken { return piece }
      known = found
    }
  }
}

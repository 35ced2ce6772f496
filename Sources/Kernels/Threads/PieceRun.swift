import Synchronization

/// A run of numbers from which its owner takes the first, and others the last.
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

  /// Takes the first number; nil if there is none.
  func takeFirst() -> Int? { take { ($0.lowerBound, $0.lowerBound + 1..<$0.upperBound) } }

  /// Takes the last number; nil if there is none.
  func takeLast() -> Int? { take { ($0.upperBound - 1, $0.lowerBound..<$0.upperBound - 1) } }

  @inline(__always)
  private func take(_ choice: (Range<Int>) -> (piece: Int, rest: Range<Int>)) -> Int? {
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

import Synchronization

/// Work cut into pieces and spread over the processor's cores.
///
/// The cut is the caller's and depends on the problem alone; which thread does a piece, and how many threads
/// there are, changes nothing but the time it takes.
public enum Parallel {
  private static let limit = Atomic<Int>(0)

  /// How many threads work on one operation; 0 or less asks for one a core, the default.
  public static var threadCount: Int {
    get {
      let limit = limit.load(ordering: .relaxed)
      return limit > 0 ? limit : coreCount
    }
    set { limit.store(newValue, ordering: .relaxed) }
  }

  /// Calls `body` once for each of 0 ..< `count`, in any order, on several threads at once.
  ///
  /// Inside such a call, or while another thread is in one, it simply loops: cores are never asked for
  /// twice.
  package static func forEach(_ count: Int, _ body: (Int) -> Void) {
    forEachRun(count, parts: Int.max) { run in for index in run { body(index) } }
  }

  /// Calls `body` for runs of neighbours that make up 0 ..< `count`, in any order, on several threads at once.
  ///
  /// For what neighbours have in common and need not do twice. A thread takes a part of what it has left at a
  /// time: long runs first and single pieces at the end, so that who is done first waits for a short one.
  ///
  /// - Parameter parts: How many parts what is left is cut into; `Int.max` for single pieces.
  package static func forEachRun(_ count: Int, parts: Int, _ body: (Range<Int>) -> Void) {
    guard count > 0 else { return }
    let threads = min(threadCount, count)
    if threads > 1, WorkerTeam.shared.share(count, threads: threads, parts: parts, body) { return }
    var first = 0
    while first < count {
      let end = first + max(1, (count - first) / parts)
      body(first..<end)
      first = end
    }
  }

  /// Cuts 0 ..< `count` into pieces of `size` (the last one perhaps smaller) and calls `body` for each.
  package static func forEachPiece(of count: Int, size: Int, _ body: (Range<Int>) -> Void) {
    forEach((count + size - 1) / size) { piece in
      body(piece * size..<min(count, (piece + 1) * size))
    }
  }
}

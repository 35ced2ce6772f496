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
    let threads = min(threadCount, count)
    if threads > 1, WorkerTeam.shared.share(count, threads: threads, body) { return }
    for index in 0..<count { body(index) }
  }

  /// Cuts 0 ..< `count` into pieces of `size` (the last one perhaps smaller) and calls `body` for each.
  package static func forEachPiece(of count: Int, size: Int, _ body: (Range<Int>) -> Void) {
    forEach((count + size - 1) / size) { piece in
      body(piece * size..<min(count, (piece + 1) * size))
    }
  }
}

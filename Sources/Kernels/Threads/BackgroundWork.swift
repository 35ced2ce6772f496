import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Pieces of work that threads take while they have nothing else to do.
///
/// A worker that has finished its part of an operation takes a piece, if there is one, before it watches
/// for the next operation. Nobody waits for it meanwhile: an operation waits only for workers that have
/// begun. So the work is done in the time that threads would idle, or else shares a core fairly, and there
/// are never more threads than cores.
package final class BackgroundWork: Sendable {
  private let count: Int
  private let body: @Sendable (Int) -> Void
  private let next = Atomic<Int>(0)
  private let done = Atomic<Int>(0)

  /// Leaves 0 ..< `count` to threads that would idle between the operations that follow.
  ///
  /// With one thread nobody does, until ``finish()``. `body` must not use several threads.
  package init(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    self.count = count
    self.body = body
    WorkerTeam.shared.background.add(self)
  }

  /// Does what is left, on several threads, and waits for the end.
  package func finish() {
    Parallel.forEach(Parallel.threadCount) { _ in
      while takePiece() {}
    }
    while done.load(ordering: .acquiring) < count { sched_yield() }
    WorkerTeam.shared.background.remove(self)
  }

  /// Does one piece; returns false if all are taken.
  func takePiece() -> Bool {
    guard hasPieces else { return false }
    let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
    guard piece < count else { return false }
    body(piece)
    done.wrappingAdd(1, ordering: .releasing)
    return true
  }

  /// Whether there is a piece that nobody has taken.
  var hasPieces: Bool { next.load(ordering: .relaxed) < count }
}

/// All work that waits for idle threads, in the order in which it came.
final class BackgroundQueue: Sendable {
  private let works = Mutex<[BackgroundWork]>([])
  private let isThereAny = Atomic<Bool>(false)

  func add(_ work: BackgroundWork) {
    works.withLock {
      $0.append(work)
      isThereAny.store(true, ordering: .releasing)
    }
  }

  func remove(_ work: BackgroundWork) {
    works.withLock { works in works.removeAll { $0 === work } }
  }

  /// Does one piece; returns false if there is none.
  func takePiece() -> Bool {
    guard isThereAny.load(ordering: .acquiring) else { return false }
    let work = works.withLock { works -> BackgroundWork? in
      works.removeAll { !$0.hasPieces }
      if works.isEmpty { isThereAny.store(false, ordering: .relaxed) }
      return works.first
    }
    return work?.takePiece() ?? false
  }
}

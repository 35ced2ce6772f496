import Synchronization

/// Pieces of work that threads take while they have nothing else to do.
///
/// A worker that has finished its part of an operation takes a piece, if there is one, before it watches
/// for the next operation. Nobody waits for it meanwhile: an operation waits only for workers that have
/// begun. So the work is done in the time that threads would idle, or else shares a core fairly, and there
/// are never more threads than cores.
final class BackgroundWork: Sendable {
  private struct Pieces {
    var body: (@Sendable (Int) -> Void)?
    var next = 0
    var count = 0
    var done = 0
  }

  private let pieces = Mutex(Pieces())
  private let isThereAny = Atomic<Bool>(false)

  /// Leaves `count` pieces to threads that are idle; what is left of earlier ones must be finished.
  func begin(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    pieces.withLock { pieces in
      precondition(pieces.done == pieces.count, "earlier background work is not finished")
      pieces = Pieces(body: body, count: count)
    }
    isThereAny.store(count > 0, ordering: .releasing)
  }

  /// Does one piece; returns false if there is none.
  func takePiece() -> Bool {
    guard isThereAny.load(ordering: .acquiring) else { return false }
    let piece = pieces.withLock { pieces -> (number: Int, body: @Sendable (Int) -> Void)? in
      guard pieces.next < pieces.count, let body = pieces.body else { return nil }
      pieces.next += 1
      if pieces.next == pieces.count { isThereAny.store(false, ordering: .relaxed) }
      return (pieces.next - 1, body)
    }
    guard let piece else { return false }
    piece.body(piece.number)
    pieces.withLock { $0.done += 1 }
    return true
  }

  /// Whether all pieces are done.
  var isFinished: Bool { pieces.withLock { $0.done == $0.count } }
}

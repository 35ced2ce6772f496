import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Threads that share the pieces of one operation at a time, and stay awake for a moment after it.
///
/// Operations follow each other within microseconds, while waking a thread takes tens of them, and threads
/// that doze off between operations tend to wake up on their waker's core. So a worker that has finished
/// watches for the next operation for about a tenth of a millisecond before it gives its thread back to
/// Dispatch. The calling thread works too and waits for nobody who has not begun.
///
/// Each thread has a run of neighbouring pieces, the same part of every operation: what it wrote in one it reads
/// in the next, from its own cache, and what it reads from memory goes on where its last piece ended. Who has
/// done its own takes the last pieces of others.
final class WorkerTeam: Sendable {
  /// The process's team.
  static let shared = WorkerTeam()

  /// How a worker stands to the operation under way.
  private enum Stance {
    /// No thread.
    static let asleep = 0
    /// A thread that watches, or one on its way.
    static let watching = 1
    /// Called to work and not yet there.
    static let called = 2
    static let working = 3
  }

  private final class Worker: Sendable {
    let stance = Atomic<Int>(Stance.asleep)
    let pieces = PieceRun()
  }

  /// The pieces of the operation under way; a worker reads it only between being called and having worked.
  private struct Operation {
    var threads = 0
    var parts = 1
    var body: ((Range<Int>) -> Void)?
  }

  private static let maximumWorkers = 255
  /// Looks at the stance before a worker gives up watching: about 0.1 ms.
  private static let watchfulLooks = 6000
  /// Looks before a waiting thread lets others have its core.
  private static let impatientLooks = 1000

  /// What to do between operations; see ``BackgroundWork``.
  let background = BackgroundQueue()

  private let workers = (0..<maximumWorkers).map { _ in Worker() }
  private let isBusy = Atomic<Bool>(false)
  /// The calling thread's.
  private let pieces = PieceRun()
  nonisolated(unsafe) private var operation = Operation()

  /// Calls `body` for runs that make up 0 ..< `count` on `threads` threads, the caller's being one.
  ///
  /// A run is one of `parts` parts of what its thread has left, at least one piece.
  ///
  /// - Returns: Whether it did; false, and nothing done, while another operation is under way, or if there are
  ///   more pieces than a run can number.
  func share(_ count: Int, threads: Int, parts: Int, _ body: (Range<Int>) -> Void) -> Bool {
    guard count <= PieceRun.maximumEnd,
      isBusy.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing)
        .exchanged
    else { return false }
    let called = workers.prefix(threads - 1)
    let threads = called.count + 1
    withoutActuallyEscaping(body) { body in
      unsafe operation = Operation(threads: threads, parts: parts, body: body)
      for thread in 0..<threads {
        run(of: thread).reset(thread * count / threads..<(thread + 1) * count / threads)
      }
      for (index, worker) in called.enumerated() {
        let former = worker.stance.exchange(Stance.called, ordering: .acquiringAndReleasing)
        if former == Stance.asleep {
          DispatchQueue.global().async { self.serve(worker, thread: index + 1) }
        }
      }
      takePieces(thread: 0)
      for worker in called {
        let isAbsent = worker.stance.compareExchange(
          expected: Stance.called, desired: Stance.watching, ordering: .acquiringAndReleasing
        ).exchanged
        if !isAbsent { waitForEnd(of: worker) }
      }
      unsafe operation = Operation()
    }
    isBusy.store(false, ordering: .releasing)
    return true
  }

  private func run(of thread: Int) -> PieceRun {
    thread == 0 ? pieces : workers[thread - 1].pieces
  }

  /// Does a thread's own pieces, then what others have left.
  private func takePieces(thread: Int) {
    guard let body = unsafe operation.body else { return }
    let (threads, parts) = unsafe (operation.threads, operation.parts)
    let own = run(of: thread)
    while let pieces = own.takeFirst(ofParts: parts) { body(pieces) }
    for step in 1..<max(threads, 1) {
      let others = run(of: (thread + step) % threads)
      while let pieces = others.takeLast(ofParts: parts) { body(pieces) }
    }
  }

  private func waitForEnd(of worker: Worker) {
    var looks = 0
    while worker.stance.load(ordering: .acquiring) == Stance.working {
      Self.rest()
      looks += 1
      if looks > Self.impatientLooks { sched_yield() }
    }
  }

  /// A worker's life, from the first call to the moment it has watched in vain.
  private func serve(_ worker: Worker, thread: Int) {
    var looks = 0
    while true {
      let hasBegun = worker.stance.compareExchange(
        expected: Stance.called, desired: Stance.working, ordering: .acquiringAndReleasing
      ).exchanged
      if hasBegun {
        takePieces(thread: thread)
        worker.stance.store(Stance.watching, ordering: .releasing)
        looks = 0
      }
      while worker.stance.load(ordering: .relaxed) != Stance.called, looks < Self.watchfulLooks {
        if background.takePiece() {
          looks = 0
        } else {
          Self.rest()
          looks += 1
        }
      }
      if looks >= Self.watchfulLooks {
        let hasLeft = worker.stance.compareExchange(
          expected: Stance.watching, desired: Stance.asleep, ordering: .acquiringAndReleasing
        ).exchanged
        if hasLeft { return }
        looks = 0
      }
    }
  }

  /// Passes about fifteen nanoseconds with hardly an instruction.
  ///
  /// Each division of the chain waits for the one before. Swift has no `pause`.
  @inline(__always)
  private static func rest() {
    var quotient = unsafe spark
    for _ in 0..<4 { quotient = 1.25 / quotient }
    if quotient == 0 { unsafe spark = quotient }
  }

  /// A number the compiler cannot know.
  nonisolated(unsafe) private static var spark: Float = 1.5
}

import Synchronization

/// Arrays of floats that are used again: a view needs a few as large as itself, and fresh pages from the
/// system cost about as much as a pass over them.
package final class FloatArrayPool: Sendable {
  /// The process's pool.
  package static let shared = FloatArrayPool()

  /// More are given back to the system.
  private static let mostKept = 16

  private let kept = Mutex<[[Float]]>([])

  /// An array of `count` numbers of any value.
  package func take(_ count: Int) -> [Float] {
    let found = kept.withLock { kept -> [Float]? in
      guard let index = kept.lastIndex(where: { $0.count == count }) else { return nil }
      return kept.remove(at: index)
    }
    return found ?? [Float](repeating: 0, count: count)
  }

  /// Keeps an array for later.
  package func give(_ array: consuming [Float]) {
    let array = array
    kept.withLock { kept in
      if kept.count == Self.mostKept { kept.removeFirst() }
      kept.append(array)
    }
  }
}

import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Blocks of floats waiting to be used again, by capacity.
///
/// Training makes and drops the same large blocks at every step. The pool keeps them, since fresh pages
/// from the system cost about as much as a pass over them.
@safe
package final class BufferPool: Sendable {
  /// The process's pool.
  package static let shared = BufferPool()

  /// Blocks smaller than this are left to the system's allocator.
  private static let smallestPooledCount = 16_384

  private static let hugePageByteCount = 2 << 20

  /// Linux's `MADV_HUGEPAGE`, which not every C library's module shows.
  private static let adviseHugePages: Int32 = 14

  /// What the pool may keep, in elements; beyond it a block goes back to the system.
  private static let keptCountLimit = 1 << 28

  @safe
  private struct Block: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<Float>
  }

  private struct Shelves {
    var blocks: [Int: [Block]] = [:]
    var keptCount = 0
  }

  private let shelves = Mutex(Shelves())

  /// A block of at least `count` elements, aligned to a cache line, its contents undefined; and its
  /// capacity, to be named when it is given back.
  package func take(atLeast count: Int) -> (UnsafeMutablePointer<Float>, Int) {
    let capacity = Self.capacity(for: count)
    let kept = shelves.withLock { shelves -> Block? in
      guard let block = shelves.blocks[capacity]?.popLast() else { return nil }
      shelves.keptCount -= capacity
      return block
    }
    if let kept { return unsafe (kept.pointer, capacity) }
    return unsafe (Self.allocate(capacity), capacity)
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Float> {
    let byteCount = capacity * MemoryLayout<Float>.stride
    #if os(Linux)
      if byteCount >= hugePageByteCount {
        // Huge pages: one fault instead of 512, and neighbours in memory stay neighbours in the caches.
        let wholePages = (byteCount + hugePageByteCount - 1) & ~(hugePageByteCount - 1)
        let raw = UnsafeMutableRawPointer.allocate(
          byteCount: wholePages, alignment: hugePageByteCount)
        // Only a wish: a system that does not grant it gives ordinary pages.
        unsafe _ = madvise(raw, wholePages, adviseHugePages)
        return unsafe raw.bindMemory(to: Float.self, capacity: capacity)
      }
    #endif
    let raw = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
    return unsafe raw.bindMemory(to: Float.self, capacity: capacity)
  }

  /// Takes a block back.
  package func give(back pointer: UnsafeMutablePointer<Float>, capacity: Int) {
    let isKept =
      capacity >= Self.smallestPooledCount
      && shelves.withLock { shelves in
        guard shelves.keptCount + capacity <= Self.keptCountLimit else { return false }
        unsafe shelves.blocks[capacity, default: []].append(Block(pointer: pointer))
        shelves.keptCount += capacity
        return true
      }
    if !isKept { unsafe UnsafeMutableRawPointer(pointer).deallocate() }
  }

  /// Calls `body` with a block of `count` elements, their values undefined.
  package func withFloats<Result>(
    _ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Result
  ) -> Result {
    let (pointer, capacity) = unsafe take(atLeast: count)
    defer { unsafe give(back: pointer, capacity: capacity) }
    return unsafe body(pointer)
  }

  /// Rounds up to a whole cache line, and large blocks to an eighth of their power of two, so that
  /// nearly equal blocks can take each other's place.
  private static func capacity(for count: Int) -> Int {
    guard count >= smallestPooledCount else { return max((count + 15) & ~15, 16) }
    let granule = max(1 << (Int.bitWidth - 1 - count.leadingZeroBitCount - 3), 16)
    return (count + granule - 1) / granule * granule
  }
}

import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Blocks of floats that are used again.
///
/// Training makes and drops the same large blocks at every step. The pool keeps their memory, since fresh pages
/// from the system cost about as much as a pass over them. It reserves one long stretch of addresses and
/// takes memory only where blocks lie; what is free is not bound to a size, so that it never holds much more
/// than was in use at one time.
@safe
package final class BufferPool: Sendable {
  /// The process's pool.
  package static let shared = BufferPool()

  /// Blocks smaller than this are left to the system's allocator.
  private static let smallestPooledCount = 16_384

  /// Floats of a page, the unit of blocks.
  private static let pageCount = 1024

  private static let pageByteCount = pageCount * MemoryLayout<Float>.stride

  private static let hugePageByteCount = 2 << 20

  /// Linux's `MADV_HUGEPAGE`, which not every C library's module shows.
  private static let adviseHugePages: Int32 = 14

  /// Addresses to reserve, in pages: more than a machine has memory.
  private static let reservedPages = 1 << 24

  /// What may stay unused behind the last block, in pages; beyond it memory goes back to the system.
  private static let keptPages = 1 << 18

  /// A stretch of addresses.
  @safe
  private struct Region: @unchecked Sendable {
    let mapping: UnsafeMutableRawPointer
    let mappedByteCount: Int
    let start: UnsafeMutableRawPointer
    var pages: FreeExtents
  }

  private let regions = Mutex<[Region]>([])

  /// Makes an empty pool.
  package init() {}

  deinit {
    regions.withLock { regions in
      for region in regions { unsafe _ = munmap(region.mapping, region.mappedByteCount) }
    }
  }

  /// A block of at least `count` elements, aligned to a cache line, its contents undefined; and its
  /// capacity, to be named when it is given back.
  package func take(atLeast count: Int) -> (UnsafeMutablePointer<Float>, Int) {
    guard count >= Self.smallestPooledCount else {
      let capacity = max((count + 15) & ~15, 16)
      let raw = UnsafeMutableRawPointer.allocate(
        byteCount: capacity * MemoryLayout<Float>.stride, alignment: 64)
      return unsafe (raw.bindMemory(to: Float.self, capacity: capacity), capacity)
    }
    let pages = (count + Self.pageCount - 1) / Self.pageCount
    let capacity = pages * Self.pageCount
    let raw = unsafe regions.withLock { regions -> UnsafeMutableRawPointer in
      for index in regions.indices {
        if let page = regions[index].pages.take(pages) {
          return unsafe regions[index].start + page * Self.pageByteCount
        }
      }
      var region = Self.reserve(atLeast: pages)
      guard let page = region.pages.take(pages) else {
        preconditionFailure("a new region holds what it was made for")
      }
      regions.append(region)
      return unsafe region.start + page * Self.pageByteCount
    }
    return unsafe (raw.bindMemory(to: Float.self, capacity: capacity), capacity)
  }

  /// Takes a block back.
  package func give(back pointer: UnsafeMutablePointer<Float>, capacity: Int) {
    let raw = UnsafeMutableRawPointer(pointer)
    guard capacity >= Self.smallestPooledCount else {
      unsafe raw.deallocate()
      return
    }
    regions.withLock { regions in
      for index in regions.indices {
        let offset = unsafe raw - regions[index].start
        guard offset >= 0, unsafe raw < regions[index].mapping + regions[index].mappedByteCount
        else { continue }
        let page = offset / Self.pageByteCount
        regions[index].pages.give(back: page..<page + capacity / Self.pageCount)
        Self.trim(&regions[index])
        return
      }
    }
  }

  /// Gives memory behind the last block back to the system, if too much is unused.
  private static func trim(_ region: inout Region) {
    guard region.pages.usedEnd - region.pages.takenCount > keptPages else { return }
    let unused = region.pages.trim()
    guard !unused.isEmpty else { return }
    unsafe _ = madvise(
      region.start + unused.lowerBound * pageByteCount, unused.count * pageByteCount,
      MADV_DONTNEED)
  }

  /// Addresses for at least `pages` pages, without memory behind them until they are used.
  private static func reserve(atLeast pages: Int) -> Region {
    #if os(Linux)
      let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    #else
      let flags = MAP_PRIVATE | MAP_ANON | MAP_NORESERVE
    #endif
    var pageCount = max(pages, reservedPages)
    while true {
      let byteCount = pageCount * pageByteCount + hugePageByteCount
      if let mapping = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, flags, -1, 0),
        unsafe mapping != UnsafeMutableRawPointer(bitPattern: -1)
      {
        let start = unsafe mapping.alignedUp(toMultipleOf: hugePageByteCount)
        #if os(Linux)
          // Only a wish: huge pages cost one fault instead of 512. A system that does not grant it gives
          // ordinary pages.
          unsafe _ = madvise(start, pageCount * pageByteCount, adviseHugePages)
        #endif
        return unsafe Region(
          mapping: mapping, mappedByteCount: byteCount, start: start,
          pages: FreeExtents(count: pageCount))
      }
      // Limits on addresses may forbid so long a stretch.
      precondition(pageCount > pages, "no memory for \(pages * Self.pageCount) floats")
      pageCount = max(pages, pageCount / 2)
    }
  }

  /// Calls `body` with a block of `count` elements, their values undefined.
  package func withFloats<Result>(
    _ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Result
  ) -> Result {
    let (pointer, capacity) = unsafe take(atLeast: count)
    defer { unsafe give(back: pointer, capacity: capacity) }
    return unsafe body(pointer)
  }
}

import CPUFeatures

/// Where data lies, from the nearest to the farthest.
enum MemoryLevel: String, CaseIterable, Sendable {
  case level1 = "L1"
  case level2 = "L2"
  case level3 = "L3"
  case memory

  /// The levels a processor has.
  static func levels(of caches: CacheSizes) -> [MemoryLevel] {
    allCases.filter { $0 != .level3 || caches.level3 > 0 }
  }

  /// The nearest level that holds `bytes`, of which each of `threads` cores works on its share.
  static func holding(_ bytes: Int, threads: Int, _ caches: CacheSizes) -> MemoryLevel {
    if bytes <= caches.level1 * threads { return .level1 }
    if bytes <= caches.level2 * threads { return .level2 }
    return bytes <= caches.level3 ? .level3 : .memory
  }

  /// Bytes that each of `threads` cores reads or writes to measure this level: half of a core's own cache,
  /// a quarter of what all share, which others use too, and of memory four times the largest cache.
  func probeBytes(threads: Int, _ caches: CacheSizes) -> Int {
    let bytes =
      switch self {
      case .level1: caches.level1 / 2
      case .level2: caches.level2 / 2
      case .level3: max(caches.level3 / 4 / threads, 2 * caches.level2)
      case .memory: max(4 * max(caches.level3, caches.level2), 64 << 20) / threads
      }
    return max(bytes / 4096 * 4096, 4096)
  }
}

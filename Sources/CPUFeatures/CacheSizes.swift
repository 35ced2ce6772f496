#if arch(x86_64)
  import _Builtin_intrinsics.intel.cpuid
#endif

/// The data caches one core sees, in bytes.
public struct CacheSizes: Sendable, Equatable {
  /// First level.
  public var level1: Int
  /// Second level.
  public var level2: Int
  /// Third level, shared between cores; 0 where there is none.
  public var level3: Int

  /// This processor's caches; what is usual where the processor does not tell.
  public static let current = detect()

  private static func detect() -> CacheSizes {
    var sizes = CacheSizes(level1: 32 << 10, level2: 512 << 10, level3: 0)
    #if arch(x86_64)
      // Intel describes its caches in leaf 4, AMD in leaf 0x8000001D, in the same form.
      for leaf: UInt32 in [4, 0x8000_001D] {
        for subleaf: UInt32 in 0..<8 {
          var (a, b, c, d) = (UInt32(0), UInt32(0), UInt32(0), UInt32(0))
          guard unsafe __get_cpuid_count(leaf, subleaf, &a, &b, &c, &d) == 1, a & 31 != 0 else {
            break
          }
          let ways = Int(b >> 22) + 1
          let partitions = Int(b >> 12 & 1023) + 1
          let bytes = ways * partitions * (Int(b & 4095) + 1) * (Int(c) + 1)
          let isInstructionCache = a & 31 == 2
          switch a >> 5 & 7 {
          case 1 where !isInstructionCache: sizes.level1 = bytes
          case 2: sizes.level2 = bytes
          case 3: sizes.level3 = bytes
          default: break
          }
        }
      }
    #endif
    return sizes
  }
}

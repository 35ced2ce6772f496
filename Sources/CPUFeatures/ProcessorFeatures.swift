#if arch(x86_64)
  import _Builtin_intrinsics.intel.cpuid
#endif

/// What the processor can do and the operating system has switched on.
struct ProcessorFeatures {
  var hasX86V3 = false
  var hasX86V4 = false
  var hasByteProducts = false
  var hasByteBlocks = false
  var addsApart = false

  #if arch(x86_64)
    /// Asks CPUID.
    static func detect() -> ProcessorFeatures {
      var features = ProcessorFeatures()
      let basic = Registers(leaf: 1)
      let extended = Registers(leaf: 7)
      let amd = Registers(leaf: 0x8000_0001)

      // SSSE3, FMA, CX16, SSE4.1, SSE4.2, MOVBE, POPCNT, OSXSAVE, AVX, F16C.
      let hasBasic = basic.ecx.has(bits: 0, 9, 12, 13, 19, 20, 22, 23, 27, 28, 29)
      // BMI1, AVX2, BMI2; LZCNT.
      let hasExtended = extended.ebx.has(bits: 3, 5, 8) && amd.ecx.has(bits: 5)
      features.hasX86V3 = hasBasic && hasExtended && savesState(components: [2])
      // AVX-512 F, DQ, CD, BW, VL.
      features.hasX86V4 =
        features.hasX86V3 && extended.ebx.has(bits: 16, 17, 28, 30, 31)
        && savesState(components: [5, 6, 7])
      features.hasByteProducts = features.hasX86V4 && extended.ecx.has(bits: 11)
      // AMX-TILE, AMX-INT8.
      features.hasByteBlocks =
        extended.edx.has(bits: 24, 25) && savesState(components: [17, 18])
      // "AuthenticAMD": all of its processors with AVX2 have two adders beside two multiply-adders.
      let maker = Registers(leaf: 0)
      features.addsApart =
        maker.ebx == 0x6874_7541 && maker.edx == 0x6974_6e65 && maker.ecx == 0x444d_4163
      return features
    }

    /// Whether the operating system saves these register files at a context switch.
    ///
    /// The instruction for that, XGETBV, is not importable. But leaf 13 tells how large the save area is
    /// with what is switched on now, and where each component lies in it.
    private static func savesState(components: [UInt32]) -> Bool {
      let enabledSize = Registers(leaf: 13, subleaf: 0).ebx
      return components.allSatisfy { component in
        let place = Registers(leaf: 13, subleaf: component)
        return place.eax > 0 && place.ebx + place.eax <= enabledSize
      }
    }
  #else
    /// Every processor of this architecture has the baseline, and nothing else is asked of it.
    static func detect() -> ProcessorFeatures { ProcessorFeatures() }
  #endif
}

#if arch(x86_64)
  /// What one CPUID leaf answers; zeros where the processor does not know the leaf.
  private struct Registers {
    var eax: UInt32 = 0
    var ebx: UInt32 = 0
    var ecx: UInt32 = 0
    var edx: UInt32 = 0

    init(leaf: UInt32, subleaf: UInt32 = 0) {
      _ = unsafe __get_cpuid_count(leaf, subleaf, &eax, &ebx, &ecx, &edx)
    }
  }

  extension UInt32 {
    fileprivate func has(bits: UInt32...) -> Bool {
      bits.allSatisfy { self >> $0 & 1 == 1 }
    }
  }
#endif

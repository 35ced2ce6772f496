/// The instruction sets the micro-kernels are compiled for, each one including those before it.
public enum InstructionSetLevel: String, Sendable, CaseIterable, Comparable {
  /// What every processor of this architecture has: SSE2 on x86-64, NEON on arm64.
  case baseline
  /// x86-64-v3: AVX2, FMA and BMI2 (Haswell, Zen).
  case avx2
  /// x86-64-v4: AVX-512 F, BW, CD, DQ and VL (Skylake-X, Zen 4).
  case avx512

  /// Whether `left` is the older, smaller set.
  public static func < (left: Self, right: Self) -> Bool {
    left.order < right.order
  }

  private var order: Int {
    switch self {
    case .baseline: 0
    case .avx2: 1
    case .avx512: 2
    }
  }

  /// The largest set that this processor has and the operating system lets programs use.
  public static let available: InstructionSetLevel = {
    let features = ProcessorFeatures.detect()
    if features.hasX86V4 { return .avx512 }
    if features.hasX86V3 { return .avx2 }
    return .baseline
  }()

  /// Whether the processor multiplies bytes in AVX-512's registers (VNNI: Cascade Lake, Zen 4), which is
  /// no level of its own.
  public static let hasByteProducts = ProcessorFeatures.detect().hasByteProducts

  /// Whether the processor adds vectors in units of their own (Zen), and not in those that multiply.
  public static let addsApart = ProcessorFeatures.detect().addsApart

  /// Whether the processor multiplies blocks of bytes in tile registers (AMX: Sapphire Rapids), which the
  /// operating system has yet to let this process use.
  public static let hasByteBlocks = ProcessorFeatures.detect().hasByteBlocks
}

import CPUFeatures
import MicrokernelTemplates
import MicrokernelsPortable
import MicrokernelsX86AMX
import MicrokernelsX86V3
import MicrokernelsX86V4
import MicrokernelsX86VNNI

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// All operations on one instruction set: the door to the kernels.
///
/// An operation's bits depend on the problem alone: not on the number of threads, and, where
/// ``hasFusedBits`` is true, not on the instruction set either.
@safe
public struct KernelSet: Sendable {
  /// The instruction set the kernels are compiled for.
  public let level: InstructionSetLevel

  /// The micro-kernels themselves.
  package let microkernels: MicrokernelTable

  /// Those of 8-bit integers, which give the same integers in every set.
  package let byteKernels: ByteKernels

  /// What multiplies bytes in blocks in the place of ``byteKernels``' tile, where the processor can: the same
  /// integers.
  package var byteBlocks: ByteBlocks? = nil

  /// How convolutions are computed: as `AUGNET_CONVOLUTION` asks, or else automatically.
  ///
  /// `direct` computes each as the sum it is, which rounds less than Winograd's schemes; `winograd2`,
  /// `winograd3`, `winograd4` and `winograd6`, or `winograd4` and `winograd7` by stride 2, ask for one of those
  /// wherever it applies.
  package var convolutionMethod = ConvolutionMethod.wanted

  /// Whether products are added with one rounding: such sets give the same bits.
  package var hasFusedBits: Bool {
    #if arch(x86_64)
      level != .baseline
    #else
      true
    #endif
  }

  /// The set used by default: the best this processor runs, or the one `AUGNET_ISA` names.
  ///
  /// A set that the processor lacks is not taken; the best below it is.
  public static let current: KernelSet = {
    var wanted = InstructionSetLevel.available
    if let name = unsafe getenv("AUGNET_ISA"),
      let level = InstructionSetLevel(rawValue: unsafe String(cString: name))
    {
      wanted = min(wanted, level)
    }
    return all.last { $0.level <= wanted } ?? portable
  }()

  /// Every set this processor runs, the smallest first.
  public static let all: [KernelSet] = {
    var sets = [portable]
    #if arch(x86_64)
      if InstructionSetLevel.available >= .avx2 {
        sets.append(
          KernelSet(
            level: .avx2, microkernels: MicrokernelsX86V3.microkernels,
            byteKernels: MicrokernelsX86V3.byteKernels))
      }
      if InstructionSetLevel.available >= .avx512 {
        // Without VNNI, bytes are multiplied as AVX2 does it.
        sets.append(
          KernelSet(
            level: .avx512, microkernels: MicrokernelsX86V4.microkernels,
            byteKernels: InstructionSetLevel.hasByteProducts
              ? MicrokernelsX86VNNI.byteKernels : MicrokernelsX86V3.byteKernels,
            byteBlocks: InstructionSetLevel.hasByteProducts && InstructionSetLevel.hasByteBlocks
              ? ByteBlocks.granted : nil))
      }
    #endif
    return sets
  }()

  private static let portable = KernelSet(
    level: .baseline, microkernels: MicrokernelsPortable.microkernels,
    byteKernels: MicrokernelsPortable.byteKernels)
}

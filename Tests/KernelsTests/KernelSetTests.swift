import CPUFeatures
import Foundation
import Kernels
import Testing

@Suite struct KernelSetTests {
  @Test func setsAscendFromTheBaselineToWhatTheProcessorHas() {
    let levels = KernelSet.all.map(\.level)
    #expect(levels.first == .baseline)
    #expect(levels.last == InstructionSetLevel.available)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func currentSetFollowsTheEnvironment() {
    // Read as the library reads it; an unknown name counts for nothing.
    let wanted = ProcessInfo.processInfo.environment["AUGNET_ISA"].flatMap(
      InstructionSetLevel.init(rawValue:))
    #expect(KernelSet.current.level == min(wanted ?? .avx512, InstructionSetLevel.available))
  }

  @Test func theEnvironmentsNamesAreTheLevels() {
    #expect(InstructionSetLevel.allCases.map(\.rawValue) == ["baseline", "avx2", "avx512"])
    #expect(InstructionSetLevel(rawValue: "AVX2") == nil)
  }

  @Test func fusedSetsAreThoseAboveTheBaseline() {
    for kernels in KernelSet.all {
      #if arch(x86_64)
        #expect(kernels.hasFusedBits == (kernels.level != .baseline))
      #else
        #expect(kernels.hasFusedBits)
      #endif
    }
  }
}

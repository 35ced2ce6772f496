import CPUFeatures
import Foundation
import Testing

@Suite struct InstructionSetLevelTests {
  @Test func levelsAreOrdered() {
    let levels = InstructionSetLevel.allCases
    #expect(levels == levels.sorted())
    #expect(InstructionSetLevel.baseline < .avx2)
    #expect(InstructionSetLevel.avx2 < .avx512)
    #expect(!(InstructionSetLevel.avx2 < .avx2))
    for level in levels { #expect(InstructionSetLevel(rawValue: level.rawValue) == level) }
  }

  #if os(Linux) && arch(x86_64)
    /// The flags the kernel tells, by its names: those of a feature it keeps switched off are left out.
    private static let flags: Set<String> = {
      guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") })
      else { return [] }
      return Set(line.split(separator: " ").map(String.init))
    }()

    private static let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""

    @Test(.enabled(if: text.contains("vendor_id")))
    func addersAreApartOnProcessorsOfAMD() {
      #expect(InstructionSetLevel.addsApart == Self.text.contains("AuthenticAMD"))
    }

    @Test(.enabled(if: !flags.isEmpty))
    func availableLevelIsWhatTheSystemTells() {
      let hasV3 = Self.flags.isSuperset(of: [
        "pni", "ssse3", "fma", "cx16", "sse4_1", "sse4_2", "movbe", "popcnt", "xsave", "avx",
        "f16c", "bmi1", "avx2", "bmi2", "abm",
      ])
      let hasV4 =
        hasV3
        && Self.flags.isSuperset(of: ["avx512f", "avx512dq", "avx512cd", "avx512bw", "avx512vl"])
      let expected: InstructionSetLevel = hasV4 ? .avx512 : hasV3 ? .avx2 : .baseline
      #expect(InstructionSetLevel.available == expected)
      #expect(
        InstructionSetLevel.hasByteProducts == (hasV4 && Self.flags.contains("avx512_vnni")))
      #expect(
        InstructionSetLevel.hasByteBlocks
          == Self.flags.isSuperset(of: ["amx_tile", "amx_int8"]))
    }
  #endif
}

import CPUFeatures
import Foundation
import Testing

@Suite struct CacheSizesTests {
  @Test func sizesAreThoseOfSomeProcessor() {
    let sizes = CacheSizes.current
    #expect((8 << 10...1 << 20).contains(sizes.level1))
    #expect((64 << 10...64 << 20).contains(sizes.level2))
    #expect(sizes.level1 <= sizes.level2)
    #expect(sizes.level3 >= 0)
  }

  #if os(Linux) && arch(x86_64)
    private static let folder = "/sys/devices/system/cpu/cpu0/cache"

    /// Data or unified cache of `level` in bytes, as the kernel tells; nil where it does not.
    private static func size(level: Int) -> Int? {
      func read(_ path: String) -> String? {
        (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(
          in: .whitespacesAndNewlines)
      }
      for index in 0..<8 {
        let entry = "\(folder)/index\(index)"
        guard read("\(entry)/level") == "\(level)", read("\(entry)/type") != "Instruction",
          let size = read("\(entry)/size"), size.hasSuffix("K"),
          let kilobytes = Int(size.dropLast())
        else { continue }
        return kilobytes << 10
      }
      return nil
    }

    @Test(.enabled(if: size(level: 1) != nil && size(level: 2) != nil))
    func sizesAgreeWithTheSystem() {
      #expect(CacheSizes.current.level1 == Self.size(level: 1))
      #expect(CacheSizes.current.level2 == Self.size(level: 2))
    }
  #endif
}

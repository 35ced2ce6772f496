import Foundation
import Testing

@testable import ImageCodecs

/// Small files that say they are large are refused before memory is taken.
@Suite struct DecompressionBombTests {
  /// The most memory this process has had resident so far, in bytes.
  private static var peakMemory: Int {
    #if canImport(Darwin)
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #else
      // Not what getrusage says: that begins with the peak of the process that started this one.
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
      return (kilobytes.flatMap { Int($0) } ?? .max >> 10) << 10
    #endif
  }

  /// What `body` adds to the peak.
  private static func growth(_ body: () -> Void) -> Int {
    let before = peakMemory
    body()
    return peakMemory - before
  }

  /// Small files that say they are large.
  private static var bombs: [(name: String, file: [UInt8])] {
    let side = 100_000
    let header = PNGFiles.header(side, side, depth: 8, color: 6)
    let thousand = [UInt8](repeating: 0, count: 1000)
    // 1 KB of a stream that would go on to 4 GB, and of noise behind a header that would allow it.
    let zeros = PNGFiles.imageData([UInt8](repeating: 0, count: 1 << 20))
    let large = PNGFiles.header(16_384, 16_384, depth: 16, color: 6)
    let end: (String, [UInt8]) = ("IEND", [])
    let jpeg = ReferenceDigest.jpegs.filter { $0.name.hasPrefix("16x16-4") }.map { reference in
      var file = reference.file
      if let frame = file.indices.first(where: {
        file[$0] == 0xFF && $0 + 9 < file.count && [0xC0, 0xC1, 0xC2].contains(file[$0 + 1])
      }) {
        for offset in [5, 7] {
          file[frame + offset] = 0xFF
          file[frame + offset + 1] = 0xDC
        }
      }
      return (name: "JPEG of 65,500 squared: \(reference.name)", file: file)
    }
    return [
      ("PNG of 100,000 squared", PNGFiles.file([("IHDR", header), ("IDAT", thousand), end])),
      ("PNG of 2 GB from 1 KB", PNGFiles.file([("IHDR", large), ("IDAT", zeros), end])),
      ("PNM", Array("P6\n16384 16384\n255\n".utf8) + thousand),
      ("PAM", Array("P7\nWIDTH 9999999\nHEIGHT 9999999\nDEPTH 4\nMAXVAL 255\nENDHDR\n".utf8)),
      (
        "BMP",
        [0x42, 0x4D, 0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 0, 64, 0, 0, 0, 64]
          + [0, 0, 1, 0, 24, 0] + [UInt8](repeating: 0, count: 40)
      ),
    ] + jpeg
  }

  @Test func bombsAreRefusedAtOnce() async {
    #expect(Self.bombs.count > 5)
    await #expect(processExitsWith: .success) {
      for acceptsDamage in [false, true] {
        let options = DecodingOptions(acceptsDamage: acceptsDamage)
        for (name, file) in Self.bombs {
          // Time of the processor, since others may have it for a while, and the fastest of some: the
          // first also makes tables that are made once.
          var fastest = Int.max
          var growth = 0
          for _ in 0..<5 {
            let start = clock()
            growth = Self.growth {
              #expect(throws: ImageDecodingError.self, "\(name)") {
                try Image(decoding: file, options: options)
              }
            }
            fastest = min(fastest, Int(clock() - start))
          }
          #expect(fastest < Int(CLOCKS_PER_SEC) / 100, "\(name)")
          #expect(growth < 1 << 20, "\(name): \(growth) bytes")
        }
      }
      #expect(Self.peakMemory < 256 << 20)
    }
  }
}

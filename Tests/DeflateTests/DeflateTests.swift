import TestSupport
import Testing

@testable import Deflate

@Suite struct DeflateTests {
  private func expectRoundTrip(_ plain: [UInt8], _ comment: Comment) throws {
    for (format, effort) in [
      (StreamFormat.raw, DeflateEffort.standard), (.zlib, .standard), (.zlib, .fast),
      (.zlib, .stored),
    ] {
      let compressed = deflate(plain.span, format: format, effort: effort)
      let back = try inflate(compressed.span, format: format, expectedCount: plain.count)
      #expect(back == plain, comment)
      // Never longer than stored blocks are.
      #expect(
        compressed.count <= plain.count + 5 * (plain.count / 32_768 + 1) + 6, comment)
    }
  }

  @Test(arguments: ReferenceStream.all)
  func compressesNearlyAsWellAsZlib(_ stream: ReferenceStream) throws {
    try expectRoundTrip(stream.plain, "\(stream.name)")
    let compressed = deflate(stream.plain.span, format: stream.format)
    #expect(compressed.count <= stream.compressed.count * 103 / 100 + 4)
  }

  @Test func everyShortInputComesBack() throws {
    for count in 0..<300 {
      try expectRoundTrip(ReferenceStream.noise(count).map { $0 & 3 }, "\(count) bytes")
    }
  }

  @Test func randomInputsComeBack() throws {
    var random = SeededRandom(17)
    for trial in 0..<60 {
      // Runs, copies from near and far, and noise, in random proportions.
      let count = random.integer(in: 1...120_000)
      let copies = random.integer(in: 0...4)
      var plain: [UInt8] = []
      while plain.count < count {
        if random.integer(in: 0...4) < copies && !plain.isEmpty {
          let length = random.integer(in: 1...random.element(of: [4, 20, 300, 3000]))
          let distance = random.integer(in: 1...min(plain.count, random.element(of: [8, 40_000])))
          for _ in 0..<length { plain.append(plain[plain.count - distance]) }
        } else {
          let mask = UInt8(random.element(of: [1, 15, 255]))
          for _ in 0..<random.integer(in: 1...50) {
            plain.append(UInt8(random.integer(in: 0...255)) & mask)
          }
        }
      }
      try expectRoundTrip(plain, "trial \(trial), seed \(random.seed)")
    }
  }

  @Test func incompressibleInputIsStored() {
    let plain = ReferenceStream.noise(200_000)
    #expect(deflate(plain.span, format: .zlib).count <= 200_000 + 6 + 5 * 7)
  }
}

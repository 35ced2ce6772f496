import TestSupport
import Testing

@testable import DurableFiles

@Suite struct CRC32CTests {
  /// RFC 3720, appendix B.4, and the catalogue's check value.
  @Test func agreesWithPublishedValues() {
    #expect(CRC32C.checksum(of: Array("123456789".utf8)) == 0xE306_9283)
    #expect(CRC32C.checksum(of: [UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.checksum(of: [UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.checksum(of: Array(0..<32)) == 0x46DD_794E)
    #expect(CRC32C.checksum(of: []) == 0)
  }

  @Test func piecesGiveTheChecksumOfTheWhole() {
    var random = SeededRandom(3)
    let bytes = (0..<1000).map { _ in UInt8(random.integer(in: 0...255)) }
    let whole = bytewiseChecksum(bytes)
    #expect(CRC32C.checksum(of: bytes) == whole)
    for _ in 0..<100 {
      let cut = random.integer(in: 0...1000)
      var checksum = CRC32C()
      checksum.update(with: Array(bytes[..<cut]))
      checksum.update(with: Array(bytes[cut...]))
      #expect(checksum.value == whole, "cut at \(cut), seed \(random.seed)")
    }
    var ofFloats = CRC32C()
    ofFloats.update(with: [1.5 as Float, -2].span)
    #expect(ofFloats.value == CRC32C.checksum(of: [0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0]))
  }

  /// The definition, bit by bit.
  private func bytewiseChecksum(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
    }
    return ~crc
  }
}

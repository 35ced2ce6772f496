import TestSupport
import Testing

@testable import Deflate

@Suite struct ChecksumsTests {
  @Test func agreeWithPublishedValues() {
    let digits = Array("123456789".utf8)
    #expect(CRC32.checksum(of: digits.span) == 0xCBF4_3926)
    #expect(adler32(of: digits.span) == 0x091E_01DE)
    #expect(CRC32.checksum(of: [UInt8]().span) == 0)
    #expect(adler32(of: [UInt8]().span) == 1)
  }

  @Test func agreeWithTheirDefinitions() {
    var random = SeededRandom(11)
    for count in [1, 7, 8, 9, 5551, 5552, 5553, 30_000] {
      // The largest bytes come nearest to overflow.
      for bytes in [
        [UInt8](repeating: 255, count: count),
        (0..<count).map { _ in UInt8(random.integer(in: 0...255)) },
      ] {
        var crc = UInt32.max
        var a = 1
        var b = 0
        for byte in bytes {
          crc ^= UInt32(byte)
          for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
          a = (a + Int(byte)) % 65_521
          b = (b + a) % 65_521
        }
        #expect(CRC32.checksum(of: bytes.span) == ~crc)
        #expect(adler32(of: bytes.span) == UInt32(b << 16 | a))
        var pieces = CRC32()
        pieces.update(with: bytes.span.extracting(0..<count / 3))
        pieces.update(with: bytes.span.extracting(count / 3..<count))
        #expect(pieces.value == ~crc)
      }
    }
  }
}

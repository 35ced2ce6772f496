/// The checksum CRC-32 (ISO 3309, as in PNG, gzip and zip), built up piece by piece.
package struct CRC32: Sendable, Equatable {
  /// The complement of the checksum so far.
  private var state: UInt32 = .max

  /// The checksum of nothing.
  package init() {}

  /// The checksum of the bytes so far.
  package var value: UInt32 { ~state }

  /// The checksum of `bytes`.
  package static func checksum(of bytes: Span<UInt8>) -> UInt32 {
    var checksum = CRC32()
    checksum.update(with: bytes)
    return checksum.value
  }

  /// Takes in `bytes`.
  package mutating func update(with bytes: Span<UInt8>) {
    let table = Self.table.span
    let count = bytes.count
    let raw = unsafe bytes.bytes
    var crc = state
    var position = 0
    // Eight bytes at a time: their eight contributions come from eight tables.
    while position &+ 8 <= count {
      let word =
        UInt64(
          littleEndian: unsafe raw.unsafeLoadUnaligned(
            fromByteOffset: position, as: UInt64.self)) ^ UInt64(crc)
      crc = table[Int(1792 | (word & 0xFF))]
      crc ^= table[Int(1536 | (word >> 8 & 0xFF))]
      crc ^= table[Int(1280 | (word >> 16 & 0xFF))]
      crc ^= table[Int(1024 | (word >> 24 & 0xFF))]
      crc ^= table[Int(768 | (word >> 32 & 0xFF))]
      crc ^= table[Int(512 | (word >> 40 & 0xFF))]
      crc ^= table[Int(256 | (word >> 48 & 0xFF))]
      crc ^= table[Int(word >> 56)]
      position &+= 8
    }
    while position < count {
      crc = table[Int((crc ^ UInt32(bytes[position])) & 0xFF)] ^ (crc >> 8)
      position &+= 1
    }
    state = crc
  }

  /// `table[256·k + b]`: what byte b contributes when k more bytes follow it.
  private static let table: [UInt32] = {
    var table = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 0 ? 0 : 0xEDB8_8320) }
      table[byte] = crc
    }
    for index in 256..<table.count {
      let previous = table[index - 256]
      table[index] = table[Int(previous & 0xFF)] ^ previous >> 8
    }
    return table
  }()
}

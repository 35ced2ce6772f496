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
    let table = Self.table
    state = unsafe bytes.withUnsafeBytes { bytes in
      unsafe table.withUnsafeBufferPointer { table in
        guard let start = bytes.baseAddress, let table = table.baseAddress else { return state }
        return unsafe Self.update(state, with: start, count: bytes.count, table)
      }
    }
  }

  /// How many bytes are taken in at a time: their contributions come from as many tables.
  private static let stride = 16

  private static func update(
    _ state: UInt32, with bytes: UnsafeRawPointer, count: Int, _ table: UnsafePointer<UInt32>
  ) -> UInt32 {
    var crc = state
    var position = 0
    while position &+ stride <= count {
      let low = UInt64(
        littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let high = UInt64(
        littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: position &+ 8, as: UInt64.self))
      // Only the first four bytes have to wait for the checksum so far.
      let (first, second) = (
        UInt32(truncatingIfNeeded: low), UInt32(truncatingIfNeeded: low &>> 32)
      )
      let (third, fourth) = (
        UInt32(truncatingIfNeeded: high), UInt32(truncatingIfNeeded: high &>> 32)
      )
      let later =
        unsafe contribution(of: second, before: 8, table)
        ^ contribution(of: third, before: 4, table) ^ contribution(of: fourth, before: 0, table)
      crc = unsafe contribution(of: first ^ crc, before: 12, table) ^ later
      position &+= stride
    }
    while position < count {
      let byte = UInt32(unsafe bytes.load(fromByteOffset: position, as: UInt8.self))
      crc = unsafe table[Int((crc ^ byte) & 0xFF)] ^ (crc &>> 8)
      position &+= 1
    }
    return crc
  }

  /// What four bytes contribute that `count` bytes follow.
  @inline(__always)
  private static func contribution(
    of word: UInt32, before count: Int, _ table: UnsafePointer<UInt32>
  ) -> UInt32 {
    let table = unsafe table + 256 &* count
    return unsafe (table[Int(word &>> 24)] ^ table[Int(256 | (word &>> 16 & 0xFF))])
      ^ (table[Int(512 | (word &>> 8 & 0xFF))] ^ table[Int(768 | (word & 0xFF))])
  }

  /// `table[256·k + b]`: what byte b contributes when k more bytes follow it.
  private static let table: [UInt32] = {
    var table = [UInt32](repeating: 0, count: stride * 256)
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

/// A growing stream of bits, the low bits of a byte first.
struct BitWriter {
  private(set) var bytes: [UInt8] = []
  private var buffer: UInt64 = 0
  private var bitCount: UInt64 = 0

  /// Appends the low `count` bits of `value`, at most 32; the others must be 0.
  @inline(__always)
  mutating func append(_ value: Int, bits count: Int) {
    buffer |= UInt64(truncatingIfNeeded: value) &<< bitCount
    bitCount &+= UInt64(truncatingIfNeeded: count)
    if bitCount >= 32 {
      append(word: UInt32(truncatingIfNeeded: buffer))
      buffer &>>= 32
      bitCount &-= 32
    }
  }

  private mutating func append(word: UInt32) {
    bytes.append(UInt8(truncatingIfNeeded: word))
    bytes.append(UInt8(truncatingIfNeeded: word >> 8))
    bytes.append(UInt8(truncatingIfNeeded: word >> 16))
    bytes.append(UInt8(truncatingIfNeeded: word >> 24))
  }

  /// Appends zeros up to the next whole byte.
  mutating func alignToByte() {
    while bitCount > 0 {
      bytes.append(UInt8(truncatingIfNeeded: buffer))
      buffer >>= 8
      bitCount -= min(bitCount, 8)
    }
  }

  /// Appends whole bytes; the stream must stand at a whole byte.
  mutating func append(_ run: Span<UInt8>) {
    unsafe run.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }
}

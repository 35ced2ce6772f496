/// A place in a stream of bits, the low bits of a byte first.
///
/// Beyond the end of the input come zeros, and ``isBeyondEnd`` says so once they have been used.
struct BitReader {
  /// The first byte that is not in the buffer yet.
  private(set) var position = 0
  private var buffer: UInt64 = 0
  /// How many bits of the buffer are to come next; those above them may be set already.
  private var bitCount: UInt64 = 0
  /// How many of those bits stand after the end of the input.
  private var inventedBitCount: UInt64 = 0

  /// Whether bits were consumed that are not in the input.
  var isBeyondEnd: Bool { inventedBitCount > bitCount }

  /// The next bits, as many as ``refill(from:)`` promises less those consumed since.
  @inline(__always) var upcoming: UInt64 { buffer }

  /// Makes at least 56 bits ready.
  mutating func refill(from input: RawSpan) {
    if position &+ 8 <= input.byteCount {
      refillQuickly(from: input)
      return
    }
    buffer &= (1 << bitCount) &- 1
    while bitCount < 56 {
      if position < input.byteCount {
        buffer |=
          UInt64(unsafe input.unsafeLoad(fromByteOffset: position, as: UInt8.self)) << bitCount
        position &+= 1
      } else {
        inventedBitCount &+= 8
      }
      bitCount &+= 8
    }
  }

  /// Makes at least 56 bits ready; the input must have eight bytes left.
  @inline(__always)
  mutating func refillQuickly(from input: RawSpan) {
    let word = unsafe input.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
    // Bits that are there already are there again in the word: the same ones.
    buffer |= UInt64(littleEndian: word) &<< bitCount
    position &+= Int(truncatingIfNeeded: (63 &- bitCount) &>> 3)
    bitCount |= 56
  }

  /// Goes on by `count` of the bits that are ready.
  @inline(__always)
  mutating func consume(_ count: UInt64) {
    buffer &>>= count
    bitCount &-= count
  }

  /// The next `count` bits, of those that are ready, as a number.
  @inline(__always)
  mutating func take(_ count: UInt64) -> Int {
    let value = buffer & ((1 &<< count) &- 1)
    consume(count)
    return Int(truncatingIfNeeded: value)
  }

  /// The position of the next whole byte that no bit was consumed of; `nil` beyond the end.
  var nextWholeByte: Int? {
    isBeyondEnd ? nil : position - Int((bitCount - inventedBitCount) / 8)
  }

  /// Goes on at the byte at `position`.
  mutating func seek(to position: Int) {
    self = BitReader()
    self.position = position
  }
}

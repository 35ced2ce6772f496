/// A place in a stream of bits, the low bits of a byte first, whose bytes stand in one or several
/// pieces of a file.
///
/// Beyond the end of the input come zeros, and ``isBeyondEnd`` says so once they have been used.
struct BitReader {
  /// Where the piece is that comes after the one ending at a position; `nil` if there is none.
  typealias NextPiece = (_ end: Int) -> Range<Int>?

  /// The first byte that is not in the buffer yet.
  var position: Int
  /// Where the piece ends that ``position`` is in.
  private(set) var pieceEnd: Int
  /// The next bits; those above ``bitCount`` may be set already.
  var buffer: UInt64 = 0
  /// How many bits of the buffer are to come next, in the low six bits; those above have no meaning
  /// outside of this type.
  var bitCount: UInt64 = 0
  /// How many of those bits stand after the end of the input.
  private var inventedBitCount: UInt64 = 0
  /// Whether there are no more pieces.
  private var isAtEnd = false

  /// Begins at the beginning of `piece`.
  init(at piece: Range<Int>) {
    position = piece.lowerBound
    pieceEnd = piece.upperBound
  }

  /// Whether bits were consumed that are not in the input.
  var isBeyondEnd: Bool { inventedBitCount > bitCount }

  /// Makes at least 56 bits ready.
  mutating func refill(from input: RawSpan, _ next: NextPiece) {
    // Those above may be of a piece that ends before them.
    buffer &= (1 &<< bitCount) &- 1
    while bitCount < 56 {
      if advance(next) {
        buffer |=
          UInt64(unsafe input.unsafeLoad(fromByteOffset: position, as: UInt8.self)) &<< bitCount
        position &+= 1
      } else {
        inventedBitCount &+= 8
      }
      bitCount &+= 8
    }
  }

  /// Goes on to the next piece if this one is at its end; whether there is a byte.
  private mutating func advance(_ next: NextPiece) -> Bool {
    while position >= pieceEnd {
      guard !isAtEnd, let piece = next(pieceEnd) else {
        isAtEnd = true
        return false
      }
      position = piece.lowerBound
      pieceEnd = piece.upperBound
    }
    return true
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

  /// Goes on to the next whole byte.
  mutating func alignToByte() { consume(bitCount & 7) }

  /// Consumes the code of the next symbol, of at most 15 bits, but for the bits after it.
  mutating func takeEntry(from table: borrowing DecodingTable) -> DecodingTable.Entry {
    var entry = unsafe table.entries[
      Int(truncatingIfNeeded: buffer & (1 << UInt64(table.primaryBits) - 1))]
    if entry.isLink {
      consume(UInt64(table.primaryBits))
      let index = Int(truncatingIfNeeded: buffer & ((1 &<< entry.count) &- 1))
      entry = unsafe table.entries[entry.value &+ index]
    }
    return entry
  }

  /// Copies up to `count` whole bytes to `target`; returns how many, 0 only at the input's end.
  ///
  /// The reader must stand at a whole byte.
  mutating func copyBytes(
    _ count: Int, from input: RawSpan, _ next: NextPiece, to target: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var copied = 0
    while copied < count, bitCount > inventedBitCount {
      unsafe target[copied] = UInt8(truncatingIfNeeded: take(8))
      copied += 1
    }
    guard copied < count, bitCount == 0 else { return copied }
    buffer = 0
    guard advance(next) else { return copied }
    let run = min(count - copied, pieceEnd - position)
    unsafe input.extracting(position..<position + run).withUnsafeBytes { bytes in
      guard let source = bytes.baseAddress else { return }
      unsafe UnsafeMutableRawPointer(target + copied).copyMemory(from: source, byteCount: run)
    }
    position += run
    return copied + run
  }
}

/// Reads the entropy-coded bits of a scan up to the next marker.
///
/// After the last bit there are zeros without end; ``isExhausted`` tells whether any were used.
struct JPEGBitReader {
  /// The next byte that has not been taken into `bits`.
  private(set) var position: Int
  /// The next bits, the first one highest.
  private(set) var bits: UInt64 = 0
  /// How many of `bits` count.
  private var count = 0
  /// How many of those are not in the file.
  private var missingCount = 0
  /// Whether bits were met that mean nothing.
  private(set) var isConfused = false

  init(position: Int) { self.position = position }

  /// Whether bits were read that are not there.
  var isExhausted: Bool { count < missingCount }

  /// Whether what was read is not what was written.
  var hasFailed: Bool { isExhausted || isConfused }

  /// Makes sure of 32 bits.
  @inline(__always)
  mutating func refill(_ file: Span<UInt8>) {
    if count >= 32 { return }
    if position <= file.count - 8, position >= 0 {
      let next = file.extracting(position..<position + 8)
      var word = UInt64(next[0]) << 56 | UInt64(next[1]) << 48 | UInt64(next[2]) << 40
      word |= UInt64(next[3]) << 32 | UInt64(next[4]) << 24 | UInt64(next[5]) << 16
      word |= UInt64(next[6]) << 8 | UInt64(next[7])
      // Of a byte 0xFF, and only of it or its neighbour, the complement's highest bit appears here.
      let inverse = ~word
      if (inverse &- 0x0101_0101_0101_0101) & word & 0x8080_8080_8080_8080 == 0 {
        bits |= word &>> UInt64(truncatingIfNeeded: count)
        let byteCount = (63 &- count) &>> 3
        position &+= byteCount
        count &+= byteCount &* 8
        return
      }
    }
    self = refilledSlowly(file)
  }

  /// The reader with at least 57 bits.
  ///
  /// It is not changed in place, or it could not stay in registers.
  @inline(never)
  private func refilledSlowly(_ file: Span<UInt8>) -> JPEGBitReader {
    var result = self
    while result.count <= 56 {
      var byte: UInt8 = 0
      let position = result.position
      if position < file.count, file[position] != 0xFF {
        byte = file[position]
        result.position += 1
      } else if position + 1 < file.count, file[position + 1] == 0 {
        // A zero is stuffed behind each 0xFF that is not a marker.
        byte = 0xFF
        result.position += 2
      } else {
        result.missingCount += 8
      }
      // Bits below the counted ones may be there already, and are the same.
      result.bits |= UInt64(byte) << UInt64(56 - result.count)
      result.count += 8
    }
    return result
  }

  /// Drops bits, of which there are at least as many.
  @inline(__always)
  mutating func drop(_ dropped: Int) {
    bits = bits &<< UInt64(truncatingIfNeeded: dropped)
    count &-= dropped
  }

  /// The next bits as a number; `size` is from 1 to 16.
  @inline(__always)
  mutating func take(_ size: Int) -> Int {
    let value = Int(truncatingIfNeeded: bits &>> UInt64(truncatingIfNeeded: 64 &- size))
    drop(size)
    return value
  }

  /// The coefficient that the next bits mean (T.81, figure F.12); `size` is from 1 to 15.
  @inline(__always)
  mutating func takeCoefficient(_ size: Int) -> Int {
    let isNegative = ~(Int(truncatingIfNeeded: Int64(bitPattern: bits)) &>> 63)
    // A number whose first bit is 0 stands for itself less 2ˢ − 1.
    return take(size) &- (((1 &<< size) &- 1) & isNegative)
  }

  /// The entry of the table at `base` for the next code, which is dropped.
  ///
  /// If there is no such code, the reader is confused from here on, and the code is taken for one
  /// that says 0, as in libjpeg.
  @inline(__always)
  mutating func takeEntry(_ tables: Span<UInt32>, _ base: Int) -> UInt32 {
    let index = Int(truncatingIfNeeded: bits &>> UInt64(64 - JPEGHuffmanTables.lookupBits))
    var entry = tables[base &+ index]
    if entry == 0 {
      entry = Self.longEntry(bits, tables, base)
      if entry == Self.noEntry { isConfused = true }
    }
    drop(Int(entry & 0xFF))
    return entry
  }

  /// The entry of a code that is none: libjpeg drops 17 bits of it.
  private static let noEntry: UInt32 = 17

  /// The entry of a code that is longer than those looked up at once.
  @inline(never)
  private static func longEntry(_ bits: UInt64, _ tables: Span<UInt32>, _ base: Int) -> UInt32 {
    let code = UInt32(truncatingIfNeeded: bits >> 48)
    for length in JPEGHuffmanTables.lookupBits + 1...16
    where code < tables[base + JPEGHuffmanTables.limits + length] {
      let distance = tables[base + JPEGHuffmanTables.distances + length]
      let number = (code >> UInt32(16 - length)) &+ distance
      guard number < 256 else { break }
      let symbol = tables[base + JPEGHuffmanTables.symbols + Int(number)]
      return UInt32(length) | (symbol >> 4) << 8 | (symbol & 15) << 12
    }
    return noEntry
  }

  /// Takes notice that what was read leads out of its block.
  @inline(__always)
  mutating func leadsAstray() { isConfused = true }

  /// Goes on as if what was read had made sense.
  mutating func overlookConfusion() { isConfused = false }

  /// The error of bits that mean nothing, or that are missing.
  func failure(_ file: Span<UInt8>) -> ImageDecodingError {
    if position >= file.count {
      return .truncated(
        format: .jpeg, offset: file.count, expectedBytes: 1, availableBytes: 0)
    }
    return .malformed(
      format: .jpeg, offset: position,
      reason: isExhausted
        ? "a marker comes before all of the scan has"
        : "no code begins so, or it leads out of its block")
  }
}

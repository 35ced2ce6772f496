/// Finds earlier occurrences of the bytes at a position, through chains of positions whose four
/// first bytes have the same hash.
///
/// Those of three bytes alone, which hardly ever pay, are not sought: chains are shorter so.
struct MatchFinder {
  /// How many bytes must follow a position that is remembered.
  static let hashedCount = 4

  private let effort: DeflateEffort
  /// What a literal takes, in sixteenths of a bit: a guess, then that of the last block.
  var bitsPerLiteral = 16 * 6

  private static let hashBits: UInt32 = 15
  private static let windowMask = Alphabets.windowSize - 1

  // Positions are kept modulo 2³². A stale or never written one is harmless, since the distance to
  // it and the bytes there are checked.
  private var latest = [UInt32](repeating: 0, count: 1 << Int(hashBits))
  private var previous = [UInt32](repeating: 0, count: Alphabets.windowSize)

  init(effort: DeflateEffort) { self.effort = effort }

  /// Remembers `position`, from which on at least ``hashedCount`` bytes must follow.
  @inline(__always)
  mutating func insert(_ position: Int, of input: RawSpan) {
    let hash = Self.hash(at: position, of: input)
    previous[position & Self.windowMask] = latest[hash]
    latest[hash] = UInt32(truncatingIfNeeded: position)
  }

  /// Remembers `position`, and returns the longest match there that is longer than
  /// `lengthToBeat`, the nearest of several; length 0 if there is none.
  mutating func insertAndFindMatch(
    at position: Int, of input: RawSpan, longerThan lengthToBeat: Int
  ) -> Match {
    let hash = Self.hash(at: position, of: input)
    var candidate = latest[hash]
    previous[position & Self.windowMask] = candidate
    latest[hash] = UInt32(truncatingIfNeeded: position)

    let longest = min(Alphabets.matchLengths.upperBound, input.byteCount - position)
    var best = Match(length: 0, distance: 0)
    var bestLength = max(lengthToBeat, Alphabets.matchLengths.lowerBound - 1)
    guard bestLength < longest else { return best }
    var nearest = 0
    var remaining = lengthToBeat >= effort.goodLength ? effort.shortChainLimit : effort.chainLimit
    while remaining > 0 {
      let distance = Int(UInt32(truncatingIfNeeded: position) &- candidate)
      // Distances grow along a chain, unless the rest of it has been overwritten.
      guard distance > nearest, distance <= min(position, Alphabets.windowSize) else { break }
      nearest = distance
      let start = position &- distance
      if Self.byte(at: start &+ bestLength, of: input)
        == Self.byte(at: position &+ bestLength, of: input)
      {
        let length = Self.commonLength(start, position, limit: longest, of: input)
        if length > bestLength {
          best = Match(length: length, distance: distance)
          bestLength = length
          if length >= min(effort.niceLength, longest) { break }
        }
      }
      candidate = previous[start & Self.windowMask]
      remaining &-= 1
    }
    // A few bytes from afar cost more than as many literals.
    if best.length < 8, best.length > 0, best.bitCount > best.length &* bitsPerLiteral {
      return Match(length: 0, distance: 0)
    }
    return best
  }

  @inline(__always)
  private static func hash(at position: Int, of input: RawSpan) -> Int {
    let key = unsafe input.unsafeLoadUnaligned(fromByteOffset: position, as: UInt32.self)
    return Int((UInt32(littleEndian: key) &* 0x9E37_79B1) >> (32 - hashBits))
  }

  @inline(__always)
  private static func byte(at position: Int, of input: RawSpan) -> UInt8 {
    unsafe input.unsafeLoad(fromByteOffset: position, as: UInt8.self)
  }

  /// How many bytes at `a` and at `b`, which comes later, are the same, up to `limit`.
  private static func commonLength(_ a: Int, _ b: Int, limit: Int, of input: RawSpan) -> Int {
    var length = 0
    while length &+ 8 <= limit {
      let left = unsafe input.unsafeLoadUnaligned(fromByteOffset: a &+ length, as: UInt64.self)
      let right = unsafe input.unsafeLoadUnaligned(fromByteOffset: b &+ length, as: UInt64.self)
      let difference = UInt64(littleEndian: left ^ right)
      if difference != 0 { return length &+ difference.trailingZeroBitCount / 8 }
      length &+= 8
    }
    while length < limit, byte(at: a &+ length, of: input) == byte(at: b &+ length, of: input) {
      length &+= 1
    }
    return length
  }
}

/// A repetition of earlier bytes.
struct Match {
  var length: Int
  var distance: Int

  /// About what it takes, in sixteenths of a bit: 13 bits are usual for both symbols and a length's extra
  /// bits, and the distance's extra bits are added.
  var bitCount: Int {
    16 &* (13 &+ max(Int.bitWidth &- distance.leadingZeroBitCount &- 2, 0))
  }
}

/// A Huffman code, laid out so that looking up the next bits of a stream gives the next symbol.
///
/// The first 2ᵖ entries are found with the next p bits. Where a code is longer than that, the entry
/// links to a further table, which the bits after those p index. Where two literals together have at
/// most p bits, one entry can stand for both.
@safe
struct DecodingTable: ~Copyable {
  /// What a bit sequence stands for.
  ///
  /// | bits | literals | lengths and distances | links |
  /// | --- | --- | --- | --- |
  /// | 0–7 | bits of their codes | bits of the code and those after it | p |
  /// | 8–11 | how many: 1 or 2 | bits of the code | the further table's index bits |
  /// | 12–15 | 0 | ``isOther`` | ``isOther``, ``isSpecial``, ``isLink`` |
  /// | 16–31 | the bytes, the first lowest | the first of the range | where the further table is |
  ///
  /// The end of a block has ``isOther``, ``isSpecial`` and ``isEnd``; a bit sequence that no symbol
  /// has, ``isOther`` and ``isSpecial`` alone.
  struct Entry {
    let packed: UInt32

    static let isOther: UInt32 = 1 << 15
    static let isSpecial: UInt32 = 1 << 14
    static let isLink: UInt32 = 1 << 13
    static let isEnd: UInt32 = 1 << 12

    static let invalid = Entry(packed: isOther | isSpecial)
    static let endOfBlock = Entry(packed: isOther | isSpecial | isEnd)

    static func literal(_ value: Int) -> Entry { Entry(packed: UInt32(value) << 16 | 1 << 8) }

    static func range(base: Int, extraBits: Int) -> Entry {
      Entry(packed: UInt32(base) << 16 | isOther | UInt32(extraBits))
    }

    static func link(offset: Int, indexBits: Int, primaryBits: Int) -> Entry {
      Entry(
        packed: UInt32(offset) << 16 | isOther | isSpecial | isLink | UInt32(indexBits) << 8
          | UInt32(primaryBits))
    }

    /// The same meaning for a code of `length` bits.
    @inline(__always)
    func withCodeLength(_ length: UInt32) -> Entry {
      Entry(
        packed: packed
          &+ (packed & (Self.isOther | Self.isSpecial) == Self.isOther
            ? length << 8 | length : length))
    }

    @inline(__always) var isLiteral: Bool { packed & Self.isOther == 0 }
    @inline(__always) var isRange: Bool { packed & Self.isSpecial == 0 }
    @inline(__always) var isEndOfBlock: Bool { packed & Self.isEnd != 0 }
    @inline(__always) var isLink: Bool { packed & Self.isLink != 0 }
    /// All bits that the entry uses up, in the low eight bits; those above have no meaning.
    @inline(__always) var consumed: UInt64 { UInt64(packed) }
    /// How many literals, the bits of a range's code, or the index bits of a link.
    @inline(__always) var count: UInt64 { UInt64(packed &>> 8 & 15) }
    /// The literals, the first length or distance, or the link's target.
    @inline(__always) var value: Int { Int(packed &>> 16) }

    /// The length or distance: its code and the bits after it are next in `upcoming`.
    @inline(__always)
    func number(in upcoming: UInt64) -> Int {
      let bits = upcoming & ((1 &<< consumed) &- 1)
      return value &+ Int(truncatingIfNeeded: bits &>> count)
    }
  }

  let entries: UnsafeMutablePointer<Entry>
  private let capacity: Int
  let primaryBits: Int

  /// The longest code.
  private static let longestCode = 15
  /// The largest alphabet: literals and lengths.
  private static let mostSymbols = 288

  /// Makes a table for alphabets of up to `symbolCount` symbols; `primaryBits` is p.
  init(primaryBits: Int, symbolCount: Int) {
    self.primaryBits = primaryBits
    // A further table is of at least two symbols, for a code uses all bit sequences.
    capacity = 1 << primaryBits + (symbolCount / 2) << (Self.longestCode - primaryBits)
    unsafe entries = .allocate(capacity: capacity)
    unsafe entries.initialize(repeating: .invalid, count: capacity)
  }

  deinit { unsafe entries.deallocate() }

  /// Lays out the code whose symbol i has `lengths[i]` bits (0: does not occur) and means
  /// `meanings[i]`.
  ///
  /// As in zlib, a code must use all bit sequences; only one symbol alone may have one bit, and a
  /// code may have no symbols at all.
  mutating func build(
    lengths: Span<UInt8>, meanings: Span<Entry>
  ) throws(InflateError) {
    var countOfLength = InlineArray<16, Int>(repeating: 0)
    for index in lengths.indices { countOfLength[Int(lengths[index] & 15)] &+= 1 }
    let symbolCount = lengths.count - countOfLength[0]
    try Self.checkCompleteness(countOfLength, symbolCount)
    if symbolCount <= 1 {
      unsafe entries.update(repeating: .invalid, count: 1 << primaryBits)
    }

    // The symbols in the order of their codes (RFC 1951, 3.2.2): by length, then by number.
    var offsets = InlineArray<17, Int>(repeating: 0)
    for length in 1...Self.longestCode {
      offsets[length + 1] = offsets[length] &+ countOfLength[length]
    }
    var sorted = InlineArray<288, UInt16>(repeating: 0)
    for symbol in lengths.indices where lengths[symbol] > 0 {
      let length = Int(lengths[symbol] & 15)
      sorted[offsets[length]] = UInt16(truncatingIfNeeded: symbol)
      offsets[length] &+= 1
    }
    fill(lengths, meanings, sorted, symbolCount, countOfLength)
  }

  private mutating func fill(
    _ lengths: Span<UInt8>, _ meanings: Span<Entry>, _ sorted: InlineArray<288, UInt16>,
    _ symbolCount: Int, _ countOfLength: InlineArray<16, Int>
  ) {
    let primaryCount = 1 << primaryBits
    var tableEnd = primaryCount
    var tableStart = 0
    var indexBits = 0
    var tablePrefix = -1
    var remaining = countOfLength
    // The code of the next symbol, its first bit lowest, as it comes in the stream.
    var code = 0
    for rank in 0..<symbolCount {
      let symbol = Int(sorted[rank])
      let length = Int(lengths[symbol])
      let meaning = symbol < meanings.count ? meanings[symbol] : .invalid
      if length <= primaryBits {
        let entry = meaning.withCodeLength(UInt32(length))
        var index = code
        while index < primaryCount {
          unsafe entries[index] = entry
          index &+= 1 << length
        }
      } else {
        let prefix = code & (primaryCount - 1)
        if prefix != tablePrefix {
          // As many bits as make room for all codes with this prefix.
          indexBits = length - primaryBits
          var free = 1 << indexBits - remaining[length]
          while free > 0 && indexBits < Self.longestCode - primaryBits {
            indexBits += 1
            free = free << 1 - remaining[primaryBits + indexBits]
          }
          tablePrefix = prefix
          tableStart = tableEnd
          tableEnd += 1 << indexBits
          precondition(tableEnd <= capacity)
          unsafe entries[prefix] = .link(
            offset: tableStart, indexBits: indexBits, primaryBits: primaryBits)
        }
        let entry = meaning.withCodeLength(UInt32(length - primaryBits))
        var index = tableStart + code >> primaryBits
        while index < tableEnd {
          unsafe entries[index] = entry
          index &+= 1 << (length - primaryBits)
        }
      }
      remaining[length] &-= 1
      code = Self.successor(of: code, length: length)
    }
  }

  /// The next code, both with their first bits lowest; a longer one goes on with zeros.
  @inline(__always)
  private static func successor(of code: Int, length: Int) -> Int {
    let zeros = code ^ (1 << length &- 1)
    if zeros == 0 { return 0 }
    let bit = 1 << (Int.bitWidth &- 1 &- zeros.leadingZeroBitCount)
    return code & (bit &- 1) | bit
  }

  private static func checkCompleteness(
    _ countOfLength: InlineArray<16, Int>, _ symbolCount: Int
  ) throws(InflateError) {
    var free = 1
    for length in 1...longestCode {
      free = free << 1 - countOfLength[length]
      if free < 0 { throw .invalidCodeLengths }
    }
    if free > 0 && !(symbolCount == 0 || (symbolCount == 1 && countOfLength[1] == 1)) {
      throw .invalidCodeLengths
    }
  }

  /// Lets entries stand for two literals where the codes of both fit.
  mutating func pairLiterals() {
    // Downwards, because what follows a code is found at a lower index.
    var index = 1 << primaryBits
    while index > 0 {
      index &-= 1
      let first = unsafe entries[index].packed
      let firstLength = first & 0xFF
      let second = unsafe entries[index &>> Int(truncatingIfNeeded: firstLength)].packed
      let length = firstLength &+ second & 0xFF
      if (first | second) & Entry.isOther == 0 && length <= UInt32(primaryBits) {
        unsafe entries[index] = Entry(
          packed: (first & 0xFF_0000) | (second & 0xFF_0000) << 8 | 2 << 8 | length)
      }
    }
  }
}

extension DecodingTable.Entry {
  /// What the symbols of the literal and length alphabet mean.
  static let literalsAndLengths: [DecodingTable.Entry] =
    (0..<256).map { .literal($0) } + [.endOfBlock]
    + Alphabets.lengths.map { .range(base: $0.base, extraBits: $0.extraBits) }

  /// What the symbols of the distance alphabet mean.
  static let distances: [DecodingTable.Entry] = Alphabets.distances.map {
    .range(base: $0.base, extraBits: $0.extraBits)
  }

  /// What the symbols of the code-length alphabet mean: themselves.
  static let codeLengths: [DecodingTable.Entry] = (0..<19).map { .literal($0) }
}

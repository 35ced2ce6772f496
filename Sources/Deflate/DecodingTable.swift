/// A Huffman code, laid out so that looking up the next bits of a stream gives the next symbol.
///
/// The first 2ᵖ entries are found with the next p bits. Where a code is longer than that, the entry
/// links to a further table, which the bits after those p index.
struct DecodingTable {
  /// What a bit sequence stands for.
  struct Entry {
    private let packed: UInt32

    private static let literalFlag: UInt32 = 1 << 13
    private static let endFlag: UInt32 = 1 << 14
    private static let linkFlag: UInt32 = 1 << 15

    /// A bit sequence that no symbol has.
    static let invalid = Entry(packed: 0)

    private init(packed: UInt32) { self.packed = packed }

    static func literal(_ value: Int) -> Entry {
      Entry(packed: UInt32(value) << 16 | literalFlag)
    }
    static let endOfBlock = Entry(packed: endFlag)
    static func range(base: Int, extraBits: Int) -> Entry {
      Entry(packed: UInt32(base) << 16 | UInt32(extraBits) << 8)
    }
    static func link(offset: Int, indexBits: Int) -> Entry {
      Entry(packed: UInt32(offset) << 16 | UInt32(indexBits) << 8 | linkFlag)
    }

    /// The same meaning for a code of `length` bits.
    func withCodeLength(_ length: Int) -> Entry { Entry(packed: packed | UInt32(length)) }

    @inline(__always) var isLiteral: Bool { packed & Self.literalFlag != 0 }
    @inline(__always) var isEndOfBlock: Bool { packed & Self.endFlag != 0 }
    @inline(__always) var isLink: Bool { packed & Self.linkFlag != 0 }
    /// The bits that this entry's lookup used up.
    @inline(__always) var codeLength: UInt64 { UInt64(packed & 0xFF) }
    /// The bits after the code that are part of the length or distance, or a link's index bits.
    @inline(__always) var extraBits: UInt64 { UInt64(packed >> 8 & 0x1F) }
    /// The literal, the first length or distance (0 for an invalid code), or the link's target.
    @inline(__always) var value: Int { Int(packed >> 16) }
  }

  private(set) var entries: [Entry] = []
  let primaryBits: Int

  /// Makes an empty table; `primaryBits` is p.
  init(primaryBits: Int) { self.primaryBits = primaryBits }

  /// Lays out the code whose symbol i has `lengths[i]` bits (0: does not occur) and means
  /// `meanings[i]`.
  ///
  /// As in zlib, a code must use all bit sequences; only one symbol alone may have one bit, and a
  /// code may have no symbols at all.
  mutating func build(
    lengths: ArraySlice<UInt8>, meanings: [Entry]
  ) throws(InflateError) {
    var countOfLength = [Int](repeating: 0, count: 16)
    for length in lengths { countOfLength[Int(length)] += 1 }
    countOfLength[0] = 0
    try Self.checkCompleteness(countOfLength)

    // The first code of each length, counted in the order of the alphabet (RFC 1951, 3.2.2).
    var nextCode = [Int](repeating: 0, count: 17)
    for length in 1...15 {
      nextCode[length + 1] = (nextCode[length] + countOfLength[length]) << 1
    }

    entries.removeAll(keepingCapacity: true)
    entries.append(contentsOf: repeatElement(.invalid, count: 1 << primaryBits))
    var codes = [Int](repeating: 0, count: lengths.count)
    var longestWithPrefix = [UInt8](repeating: 0, count: 1 << primaryBits)
    for (symbol, length) in lengths.enumerated() where length > 0 {
      let length = Int(length)
      codes[symbol] = Self.reversed(nextCode[length], bits: length)
      nextCode[length] += 1
      if length > primaryBits {
        let prefix = codes[symbol] & (1 << primaryBits - 1)
        longestWithPrefix[prefix] = max(longestWithPrefix[prefix], UInt8(length))
      }
    }
    for (symbol, length) in lengths.enumerated() where length > 0 {
      let length = Int(length)
      let code = codes[symbol]
      let meaning = symbol < meanings.count ? meanings[symbol] : .invalid
      if length <= primaryBits {
        fill(from: code, step: 1 << length, to: 1 << primaryBits, meaning.withCodeLength(length))
      } else {
        let prefix = code & (1 << primaryBits - 1)
        let indexBits = Int(longestWithPrefix[prefix]) - primaryBits
        if !entries[prefix].isLink {
          entries[prefix] = .link(offset: entries.count, indexBits: indexBits)
            .withCodeLength(primaryBits)
          entries.append(contentsOf: repeatElement(.invalid, count: 1 << indexBits))
        }
        let offset = entries[prefix].value
        fill(
          from: offset + code >> primaryBits, step: 1 << (length - primaryBits),
          to: offset + 1 << indexBits, meaning.withCodeLength(length - primaryBits))
      }
    }
  }

  private mutating func fill(from start: Int, step: Int, to end: Int, _ entry: Entry) {
    for index in stride(from: start, to: end, by: step) { entries[index] = entry }
  }

  private static func checkCompleteness(_ countOfLength: [Int]) throws(InflateError) {
    var free = 1
    for length in 1...15 {
      free = free << 1 - countOfLength[length]
      if free < 0 { throw .invalidCodeLengths }
    }
    let symbolCount = countOfLength.reduce(0, +)
    if free > 0 && !(symbolCount == 0 || (symbolCount == 1 && countOfLength[1] == 1)) {
      throw .invalidCodeLengths
    }
  }

  private static func reversed(_ code: Int, bits: Int) -> Int {
    var reversed = 0
    for bit in 0..<bits where code >> bit & 1 == 1 { reversed |= 1 << (bits - 1 - bit) }
    return reversed
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

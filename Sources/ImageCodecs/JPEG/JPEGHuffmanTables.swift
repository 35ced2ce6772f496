/// The Huffman tables of a JPEG file, ready to be looked up.
///
/// All stand in one array, four for constant coefficients (DC) and then four for the others (AC).
/// Each begins with an entry for every value of the next ten bits of a scan, or 0 if the code is
/// longer. An entry says how many bits to drop (bits 0 to 7), how many zeros precede the coefficient
/// (8 to 11), how many more bits tell its value (12 to 15), and, if none, the value (16 to 31): a
/// short code and the value that follows it are decoded in one step.
struct JPEGHuffmanTables {
  static let lookupBits = 10
  /// Where the first 16-bit code word above those of each length stands.
  static let limits = 1 << lookupBits
  /// Where the distance from a code to the number of its symbol stands for each length.
  static let distances = limits + 20
  static let symbols = distances + 20
  static let slotCount = symbols + 256

  private(set) var entries = [UInt32](repeating: 0, count: 8 * slotCount)
  private var isDefined: InlineArray<8, Bool> = .init(repeating: false)

  /// Where table `number` of a kind begins, if it has been defined.
  func base(isAC: Bool, number: Int) -> Int? {
    let slot = number + (isAC ? 4 : 0)
    return isDefined[slot] ? slot * Self.slotCount : nil
  }

  /// Reads the contents of a segment DHT.
  mutating func read(_ file: Span<UInt8>, _ contents: Range<Int>) throws(ImageDecodingError) {
    var position = contents.lowerBound
    while position < contents.upperBound {
      func refuse(_ reason: String) -> ImageDecodingError {
        .malformed(format: .jpeg, offset: position, reason: reason)
      }
      guard contents.upperBound - position >= 17 else {
        throw refuse("a Huffman table is too short")
      }
      let kind = file[position]
      guard kind & 0xEC == 0 else { throw refuse("there is no Huffman table \(kind)") }
      let counts = (1...16).map { Int(file[position + $0]) }
      let symbolCount = counts.reduce(0, +)
      guard symbolCount <= 256, contents.upperBound - position - 17 >= symbolCount else {
        throw refuse("a Huffman table's \(symbolCount) symbols do not fit")
      }
      let symbols = (0..<symbolCount).map { file[position + 17 + $0] }
      guard define(isAC: kind >> 4 == 1, number: Int(kind & 3), counts: counts, symbols: symbols)
      else { throw refuse("a Huffman table contradicts itself") }
      position += 17 + symbolCount
    }
  }

  /// Defines the tables of ITU-T T.81, annex K, that frames of moving pictures leave out, where
  /// there are none.
  mutating func defineMissing() {
    for number in 0..<2 {
      for isAC in [false, true] where base(isAC: isAC, number: number) == nil {
        let standard = JPEGStandardHuffmanTable(isAC: isAC, isChrominance: number == 1)
        _ = define(
          isAC: isAC, number: number, counts: standard.counts, symbols: standard.symbols)
      }
    }
  }

  /// Builds a table; `false` if the counts or symbols are impossible.
  private mutating func define(
    isAC: Bool, number: Int, counts: [Int], symbols: [UInt8]
  ) -> Bool {
    if !isAC, symbols.contains(where: { $0 > 15 }) { return false }
    let slot = number + (isAC ? 4 : 0)
    let base = slot * Self.slotCount
    for index in 0..<Self.slotCount { entries[base + index] = 0 }
    var code = 0
    var next = 0
    for length in 1...16 {
      let count = counts[length - 1]
      guard code + count <= 1 << length else { return false }
      entries[base + Self.distances + length] = UInt32(truncatingIfNeeded: next - code)
      for _ in 0..<count {
        if length <= Self.lookupBits {
          addShort(base, code: code, length: length, symbol: symbols[next])
        }
        entries[base + Self.symbols + next] = UInt32(symbols[next])
        code += 1
        next += 1
      }
      entries[base + Self.limits + length] = UInt32(code << (16 - length))
      code <<= 1
    }
    isDefined[slot] = true
    return true
  }

  private mutating func addShort(_ base: Int, code: Int, length: Int, symbol: UInt8) {
    let spareBits = Self.lookupBits - length
    let run = UInt32(symbol >> 4)
    let size = Int(symbol & 15)
    for rest in 0..<1 << spareBits {
      var entry = UInt32(length) | run << 8
      if size <= spareBits {
        let bits = rest >> (spareBits - size)
        let value = size == 0 || bits >> (size - 1) == 1 ? bits : bits - (1 << size) + 1
        entry = (entry + UInt32(size)) | UInt32(truncatingIfNeeded: value) << 16
      } else {
        entry |= UInt32(size) << 12
      }
      entries[base + (code << spareBits) + rest] = entry
    }
  }
}

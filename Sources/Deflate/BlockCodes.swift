/// The two Huffman codes of a block.
struct BlockCodes: ~Copyable {
  /// How many bits the tables' first lookup takes.
  static let literalBits = 11
  static let distanceBits = 9
  private static let codeLengthBits = 7

  private(set) var literals = DecodingTable(primaryBits: literalBits, symbolCount: 288)
  private(set) var distances = DecodingTable(primaryBits: distanceBits, symbolCount: 32)
  private var codeLengths = DecodingTable(primaryBits: codeLengthBits, symbolCount: 19)
  private var areFixed = false

  /// Lays out the codes of blocks of the fixed type.
  mutating func useFixedCodes() throws(InflateError) {
    if areFixed { return }
    let (literalLengths, distanceLengths) = (
      Alphabets.fixedLiteralLengths, Alphabets.fixedDistanceLengths
    )
    try build(literalLengths.span, distanceLengths.span)
    areFixed = true
  }

  /// Reads the codes of a block of the dynamic type (RFC 1951, 3.2.7).
  mutating func readDynamicCodes(
    from input: RawSpan, _ next: BitReader.NextPiece, _ reader: inout BitReader
  ) throws(InflateError) {
    areFixed = false
    let literalCount = 257 + reader.take(5)
    let distanceCount = 1 + reader.take(5)
    let codeLengthCount = 4 + reader.take(4)
    guard literalCount <= 286, distanceCount <= 30 else { throw .invalidCodeLengths }

    var lengthsOfLengths = InlineArray<19, UInt8>(repeating: 0)
    for index in 0..<codeLengthCount {
      if index % 8 == 0 { reader.refill(from: input, next) }
      lengthsOfLengths[Alphabets.codeLengthOrder[index]] = UInt8(reader.take(3))
    }
    if reader.isBeyondEnd { throw .truncated }
    let meanings = DecodingTable.Entry.codeLengths
    try codeLengths.build(lengths: lengthsOfLengths.span, meanings: meanings.span)

    let lengths = try readLengths(literalCount + distanceCount, from: input, next, &reader)
    // Without the symbol that ends it, a block could not end.
    guard lengths[Alphabets.endOfBlock] > 0 else { throw .invalidCodeLengths }
    try build(
      lengths.span.extracting(..<literalCount),
      lengths.span.extracting(literalCount..<literalCount + distanceCount))
  }

  /// Reads the run-length coded lengths of both codes.
  private func readLengths(
    _ count: Int, from input: RawSpan, _ next: BitReader.NextPiece, _ reader: inout BitReader
  ) throws(InflateError) -> InlineArray<320, UInt8> {
    var lengths = InlineArray<320, UInt8>(repeating: 0)
    var known = 0
    while known < count {
      reader.refill(from: input, next)
      let entry = reader.takeEntry(from: codeLengths)
      reader.consume(entry.consumed & 0xFF)
      if reader.isBeyondEnd { throw .truncated }
      guard entry.isLiteral else { throw .invalidCode }
      var repeated: UInt8 = 0
      var times = 1
      switch entry.value {
      case 16:
        guard known > 0 else { throw .invalidCodeLengths }
        repeated = lengths[known - 1]
        times = 3 + reader.take(2)
      case 17: times = 3 + reader.take(3)
      case 18: times = 11 + reader.take(7)
      default: repeated = UInt8(truncatingIfNeeded: entry.value)
      }
      if reader.isBeyondEnd { throw .truncated }
      guard known + times <= count else { throw .invalidCodeLengths }
      for index in known..<known + times { lengths[index] = repeated }
      known += times
    }
    return lengths
  }

  private mutating func build(
    _ literalLengths: Span<UInt8>, _ distanceLengths: Span<UInt8>
  ) throws(InflateError) {
    let literalMeanings = DecodingTable.Entry.literalsAndLengths
    try literals.build(lengths: literalLengths, meanings: literalMeanings.span)
    let distanceMeanings = DecodingTable.Entry.distances
    try distances.build(lengths: distanceLengths, meanings: distanceMeanings.span)
    if Self.makesPairs(literalLengths) { literals.pairLiterals() }
  }

  /// Whether a quarter of all lookups or more would find two literals, going by the lengths of codes.
  private static func makesPairs(_ lengths: Span<UInt8>) -> Bool {
    // How likely a symbol is a literal with a code of up to so many bits, in units of 2⁻¹⁵.
    var shares = InlineArray<16, Int>(repeating: 0)
    for index in 0..<256 where lengths[index] > 0 {
      shares[Int(lengths[index] & 15)] &+= 1 &<< (15 &- Int(lengths[index] & 15))
    }
    var pairs = 0
    var shorter = 0
    for length in 1..<literalBits {
      shorter += shares[length]
      pairs += shorter * shares[literalBits - length]
    }
    return pairs >= 1 << 30 / 4
  }
}

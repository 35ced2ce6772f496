/// The two Huffman codes of a block.
struct BlockCodes {
  /// How many bits the tables' first lookup takes.
  static let literalBits = 11
  static let distanceBits = 9
  private static let codeLengthBits = 7

  private(set) var literals = DecodingTable(primaryBits: literalBits)
  private(set) var distances = DecodingTable(primaryBits: distanceBits)
  private var codeLengths = DecodingTable(primaryBits: codeLengthBits)
  private var areFixed = false

  /// Lays out the codes of blocks of the fixed type.
  mutating func useFixedCodes() throws(InflateError) {
    if areFixed { return }
    try build(Alphabets.fixedLiteralLengths[...], Alphabets.fixedDistanceLengths[...])
    areFixed = true
  }

  /// Reads the codes of a block of the dynamic type (RFC 1951, 3.2.7).
  mutating func readDynamicCodes(
    from input: RawSpan, _ reader: inout BitReader
  ) throws(InflateError) {
    areFixed = false
    let literalCount = 257 + reader.take(5)
    let distanceCount = 1 + reader.take(5)
    let codeLengthCount = 4 + reader.take(4)
    guard literalCount <= 286, distanceCount <= 30 else { throw .invalidCodeLengths }

    var lengthsOfLengths = [UInt8](repeating: 0, count: 19)
    for symbol in Alphabets.codeLengthOrder.prefix(codeLengthCount) {
      reader.refill(from: input)
      lengthsOfLengths[symbol] = UInt8(reader.take(3))
    }
    try codeLengths.build(
      lengths: lengthsOfLengths[...], meanings: DecodingTable.Entry.codeLengths)

    let lengths = try readLengths(literalCount + distanceCount, from: input, &reader)
    // Without the symbol that ends it, a block could not end.
    guard lengths[Alphabets.endOfBlock] > 0 else { throw .invalidCodeLengths }
    try build(lengths[..<literalCount], lengths[literalCount...])
  }

  /// Reads the run-length coded lengths of both codes.
  private func readLengths(
    _ count: Int, from input: RawSpan, _ reader: inout BitReader
  ) throws(InflateError) -> [UInt8] {
    var lengths: [UInt8] = []
    lengths.reserveCapacity(count)
    let table = codeLengths.entries.span
    while lengths.count < count {
      reader.refill(from: input)
      let entry = reader.takeEntry(from: table, primaryBits: Self.codeLengthBits)
      guard entry.isLiteral else { throw .invalidCode }
      let repeated: UInt8
      let times: Int
      switch entry.value {
      case 16:
        guard let last = lengths.last else { throw .invalidCodeLengths }
        repeated = last
        times = 3 + reader.take(2)
      case 17:
        repeated = 0
        times = 3 + reader.take(3)
      case 18:
        repeated = 0
        times = 11 + reader.take(7)
      default:
        repeated = UInt8(entry.value)
        times = 1
      }
      if reader.isBeyondEnd { throw .truncated }
      guard lengths.count + times <= count else { throw .invalidCodeLengths }
      lengths.append(contentsOf: repeatElement(repeated, count: times))
    }
    return lengths
  }

  private mutating func build(
    _ literalLengths: ArraySlice<UInt8>, _ distanceLengths: ArraySlice<UInt8>
  ) throws(InflateError) {
    try literals.build(
      lengths: literalLengths, meanings: DecodingTable.Entry.literalsAndLengths)
    try distances.build(lengths: distanceLengths, meanings: DecodingTable.Entry.distances)
  }
}

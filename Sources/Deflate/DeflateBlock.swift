/// The literals and repetitions of one block, gathered before it is known how best to write them.
struct DeflateBlock {
  /// A full block; enough for a good code, few enough that it can fit the data.
  private static let tokenLimit = 32_768

  /// A literal byte, or 2³¹ + (length − 3) · 2¹⁶ + (distance − 1).
  private var tokens: [UInt32] = []
  private var literalFrequencies = [Int](repeating: 0, count: 286)
  private var distanceFrequencies = [Int](repeating: 0, count: 30)

  init() { tokens.reserveCapacity(Self.tokenLimit) }

  var isFull: Bool { tokens.count >= Self.tokenLimit }

  mutating func append(literal: UInt8) {
    tokens.append(UInt32(literal))
    literalFrequencies[Int(literal)] += 1
  }

  mutating func append(_ match: Match) {
    tokens.append(1 << 31 | UInt32(match.length - 3) << 16 | UInt32(match.distance - 1))
    literalFrequencies[Self.symbol(ofLength: match.length)] += 1
    distanceFrequencies[Self.symbol(ofDistance: match.distance)] += 1
  }

  /// Writes the block, which stands for `source`, in the shortest of the three ways, and empties
  /// itself.
  ///
  /// - Returns: What a literal takes on average in a code for this block, in sixteenths of a bit.
  mutating func write(
    _ source: Span<UInt8>, isLast: Bool, to writer: inout BitWriter
  ) -> Int {
    literalFrequencies[Alphabets.endOfBlock] = 1
    let literals = EncodingCode(frequencies: literalFrequencies, maximumLength: 15)
    let distances = EncodingCode(frequencies: distanceFrequencies, maximumLength: 15)
    let description = CodeDescription(literals: literals, distances: distances)
    let dynamicCost = description.cost + cost(literals, distances)
    let fixedCost = cost(Self.fixedLiterals, Self.fixedDistances)
    // Five bytes a stored block, in the worst case seven bits more before the first.
    let storedCost = (source.count + (source.count / 65_535 + 1) * 5) * 8 + 7

    if storedCost < min(dynamicCost, fixedCost) {
      Self.writeStored(source, isLast: isLast, to: &writer)
    } else if fixedCost <= dynamicCost {
      writer.append(isLast ? 0b011 : 0b010, bits: 3)
      writeTokens(Self.fixedLiterals, Self.fixedDistances, to: &writer)
    } else {
      writer.append(isLast ? 0b101 : 0b100, bits: 3)
      description.write(to: &writer)
      writeTokens(literals, distances, to: &writer)
    }
    let literalCount = literalFrequencies[..<256].reduce(0, +)
    let literalBits = (0..<256).reduce(0) {
      $0 + literalFrequencies[$1] * Int(literals.lengths[$1])
    }
    self = DeflateBlock()
    return literalCount == 0 ? 8 * 16 : 16 * literalBits / literalCount
  }

  /// The bits that all tokens take, without what they have in common for every code.
  private func cost(_ literals: EncodingCode, _ distances: EncodingCode) -> Int {
    literals.cost(ofFrequencies: literalFrequencies)
      + distances.cost(ofFrequencies: distanceFrequencies)
      + zip(literalFrequencies.dropFirst(257), Alphabets.lengths).reduce(0) {
        $0 + $1.0 * $1.1.extraBits
      }
      + zip(distanceFrequencies, Alphabets.distances).reduce(0) { $0 + $1.0 * $1.1.extraBits }
  }

  private func writeTokens(
    _ literals: EncodingCode, _ distances: EncodingCode, to writer: inout BitWriter
  ) {
    func write(_ symbol: Int, _ code: EncodingCode) {
      writer.append(Int(code.codes[symbol]), bits: Int(code.lengths[symbol]))
    }
    for token in tokens {
      if token < 256 {
        write(Int(token), literals)
      } else {
        let length = Int(token >> 16 & 0xFF) + 3
        let lengthSymbol = Self.symbol(ofLength: length)
        write(lengthSymbol, literals)
        let lengths = Alphabets.lengths[lengthSymbol - 257]
        writer.append(length - lengths.base, bits: lengths.extraBits)

        let distance = Int(token & 0xFFFF) + 1
        let distanceSymbol = Self.symbol(ofDistance: distance)
        write(distanceSymbol, distances)
        let range = Alphabets.distances[distanceSymbol]
        writer.append(distance - range.base, bits: range.extraBits)
      }
    }
    write(Alphabets.endOfBlock, literals)
  }

  /// Writes `source` in blocks that are not compressed.
  static func writeStored(
    _ source: Span<UInt8>, isLast: Bool, to writer: inout BitWriter
  ) {
    var start = 0
    repeat {
      let run = source.extracting(start..<min(start + 65_535, source.count))
      start += run.count
      writer.append(isLast && start == source.count ? 1 : 0, bits: 3)
      writer.alignToByte()
      writer.append(run.count, bits: 16)
      writer.append(~run.count & 0xFFFF, bits: 16)
      writer.alignToByte()
      writer.append(run)
    } while start < source.count
  }

  private static let fixedLiterals = EncodingCode(lengths: Alphabets.fixedLiteralLengths)
  private static let fixedDistances = EncodingCode(lengths: Alphabets.fixedDistanceLengths)

  /// The symbol of each length, from 3 on.
  private static let lengthSymbols: [UInt16] = Alphabets.matchLengths.map { length in
    UInt16(256 + Alphabets.lengths.count { $0.base <= length })
  }

  private static func symbol(ofLength length: Int) -> Int { Int(lengthSymbols[length - 3]) }

  private static func symbol(ofDistance distance: Int) -> Int {
    let offset = distance - 1
    guard offset >= 4 else { return offset }
    // Two symbols for each power of two.
    let exponent = Int.bitWidth - 1 - offset.leadingZeroBitCount
    return 2 * exponent + offset >> (exponent - 1) & 1
  }
}

/// Decompresses the blocks of a stream, as far as one wants at a time.
struct BlockDecoder: ~Copyable {
  /// How many bytes beyond the limit may be overwritten: after a byte before the limit, a literal or
  /// the longest repetition, and what a vector writes too much.
  static let overrun = Alphabets.matchLengths.upperBound + 62

  private enum Stage {
    case betweenBlocks
    case storedBlock(missingCount: Int)
    case symbols
    case finished
  }

  var reader: BitReader
  private var codes = BlockCodes()
  private var stage = Stage.betweenBlocks
  private var isLastBlock = false

  init(_ reader: BitReader) { self.reader = reader }

  /// Whether the last block has ended.
  var isFinished: Bool {
    if case .finished = stage { true } else { false }
  }

  /// Goes on until `end`, which is how many bytes there are from `memory` on, has reached `limit` or
  /// the last block has ended.
  ///
  /// Before `end` must stand the last 32 KiB of the output, or all of it, and after `limit`
  /// ``overrun`` bytes of memory; the last repetition may go beyond the limit.
  mutating func decode(
    to memory: UnsafeMutablePointer<UInt8>, _ end: inout Int, limit: Int, from input: RawSpan,
    _ next: BitReader.NextPiece
  ) throws(InflateError) {
    while end < limit {
      switch stage {
      case .betweenBlocks:
        if isLastBlock {
          stage = .finished
          return
        }
        try beginBlock(input, next)
      case .storedBlock(let missingCount):
        let count = min(missingCount, limit - end)
        let copied = unsafe reader.copyBytes(count, from: input, next, to: memory + end)
        end += copied
        if copied == 0 && count > 0 { throw .truncated }
        stage =
          copied == missingCount
          ? .betweenBlocks : .storedBlock(missingCount: missingCount - copied)
      case .symbols:
        if try unsafe decodeSymbols(to: memory, &end, limit: limit, from: input, next) {
          stage = .betweenBlocks
        }
      case .finished: return
      }
    }
  }

  /// Reads what stands before the contents of a block.
  private mutating func beginBlock(
    _ input: RawSpan, _ next: BitReader.NextPiece
  ) throws(InflateError) {
    reader.refill(from: input, next)
    isLastBlock = reader.take(1) == 1
    let type = reader.take(2)
    if reader.isBeyondEnd { throw .truncated }
    switch type {
    case 0:
      reader.alignToByte()
      reader.refill(from: input, next)
      let length = reader.take(16)
      let complement = reader.take(16)
      if reader.isBeyondEnd { throw .truncated }
      guard length == complement ^ 0xFFFF else { throw .invalidStoredLength }
      stage = .storedBlock(missingCount: length)
    case 1:
      try codes.useFixedCodes()
      stage = .symbols
    case 2:
      try codes.readDynamicCodes(from: input, next, &reader)
      stage = .symbols
    default: throw .invalidBlockType
    }
  }

  /// Decodes symbols of a block; whether it has ended.
  private mutating func decodeSymbols(
    to memory: UnsafeMutablePointer<UInt8>, _ end: inout Int, limit: Int, from input: RawSpan,
    _ next: BitReader.NextPiece
  ) throws(InflateError) -> Bool {
    while end < limit {
      if reader.pieceEnd &- reader.position >= SymbolLoop.inputReserve {
        let outcome = unsafe input.withUnsafeBytes { bytes in
          unsafe SymbolLoop.run(bytes, &reader, codes, memory, &end, limit: limit)
        }
        switch outcome {
        case .paused: continue
        case .endOfBlock: return true
        case .failed(let error): throw error
        }
      }
      // Near the end of a piece: one symbol, of which any byte may be in the next one.
      reader.refill(from: input, next)
      let symbol = reader.takeEntry(from: codes.literals)
      if symbol.isLiteral {
        unsafe memory[end] = UInt8(truncatingIfNeeded: symbol.value)
        // A pair's second literal stands above the first.
        if symbol.count > 1 { unsafe memory[end + 1] = UInt8(symbol.value >> 8) }
        reader.consume(symbol.consumed & 0xFF)
        if reader.isBeyondEnd { throw .truncated }
        end += Int(symbol.count)
        continue
      }
      let length = symbol.number(in: reader.buffer)
      reader.consume(symbol.consumed & 0xFF)
      if reader.isBeyondEnd { throw .truncated }
      if symbol.isEndOfBlock { return true }
      guard symbol.isRange else { throw .invalidCode }
      reader.refill(from: input, next)
      let range = reader.takeEntry(from: codes.distances)
      let distance = range.number(in: reader.buffer)
      reader.consume(range.consumed & 0xFF)
      if reader.isBeyondEnd { throw .truncated }
      guard range.isRange else { throw .invalidCode }
      guard distance <= end else { throw .invalidDistance }
      for index in end..<end + length { unsafe memory[index] = memory[index - distance] }
      end += length
    }
    return false
  }
}

/// What stands around the blocks of a compressed stream.
package enum StreamFormat: Sendable {
  /// Nothing: RFC 1951, as in zip files.
  case raw
  /// A header of two bytes and an Adler-32 checksum: RFC 1950, as in PNG.
  case zlib
}

/// Decompresses a stream that holds exactly `expectedCount` bytes.
///
/// What follows the end of the stream is ignored. Memory for the output is taken only if `input` is
/// long enough to hold so much.
///
/// - Throws: ``InflateError``, also when the stream holds more or fewer bytes.
package func inflate(
  _ input: Span<UInt8>, format: StreamFormat, expectedCount: Int
) throws(InflateError) -> [UInt8] {
  // The densest code gives 258 bytes for two bits.
  if expectedCount / 1032 > input.count { throw .truncated }
  let input = unsafe input.bytes
  if format == .zlib { try checkZlibHeader(of: input) }

  var failure: InflateError?
  var end = 0
  let bytes = unsafe [UInt8](unsafeUninitializedCapacity: expectedCount) { memory, count in
    var output = unsafe InflateOutput(filling: memory, capacity: expectedCount)
    var reader = BitReader()
    do throws(InflateError) {
      if format == .zlib { reader.seek(to: 2) }
      end = try inflateBlocks(from: input, &reader, into: &output)
    } catch {
      failure = error
    }
    count = output.count
  }
  if let failure { throw failure }
  if bytes.count < expectedCount {
    throw .missingOutput(expected: expectedCount, got: bytes.count)
  }
  if format == .zlib {
    guard end + 4 <= input.byteCount else { throw .truncated }
    let stored = UInt32(
      bigEndian: unsafe input.unsafeLoadUnaligned(fromByteOffset: end, as: UInt32.self))
    guard adler32(of: bytes.span) == stored else { throw .checksumMismatch }
  }
  return bytes
}

private func checkZlibHeader(of input: RawSpan) throws(InflateError) {
  guard input.byteCount >= 2 else { throw .truncated }
  let method = unsafe input.unsafeLoad(fromByteOffset: 0, as: UInt8.self)
  let flags = unsafe input.unsafeLoad(fromByteOffset: 1, as: UInt8.self)
  guard method & 0x0F == 8, method >> 4 <= 7, (Int(method) << 8 | Int(flags)) % 31 == 0 else {
    throw .invalidHeader
  }
  if flags & 0x20 != 0 { throw .needsDictionary }
}

/// Decompresses all blocks of a stream, and returns where in the input they end.
private func inflateBlocks(
  from input: RawSpan, _ reader: inout BitReader, into output: inout InflateOutput
) throws(InflateError) -> Int {
  var codes = BlockCodes()
  var isLast = false
  repeat {
    reader.refill(from: input)
    isLast = reader.take(1) == 1
    switch reader.take(2) {
    case 0: try inflateStoredBlock(from: input, &reader, into: &output)
    case 1:
      try codes.useFixedCodes()
      try inflateSymbols(
        from: input, &reader, into: &output, codes.literals.entries.span,
        codes.distances.entries.span)
    case 2:
      try codes.readDynamicCodes(from: input, &reader)
      try inflateSymbols(
        from: input, &reader, into: &output, codes.literals.entries.span,
        codes.distances.entries.span)
    default: throw reader.isBeyondEnd ? .truncated : .invalidBlockType
    }
  } while !isLast
  guard let end = reader.nextWholeByte else { throw .truncated }
  return end
}

private func inflateStoredBlock(
  from input: RawSpan, _ reader: inout BitReader, into output: inout InflateOutput
) throws(InflateError) {
  guard let position = reader.nextWholeByte, position + 4 <= input.byteCount else {
    throw .truncated
  }
  let length = UInt16(
    littleEndian: unsafe input.unsafeLoadUnaligned(fromByteOffset: position, as: UInt16.self))
  let complement = UInt16(
    littleEndian: unsafe input.unsafeLoadUnaligned(fromByteOffset: position + 2, as: UInt16.self))
  guard length == ~complement else { throw .invalidStoredLength }
  let end = position + 4 + Int(length)
  guard end <= input.byteCount else { throw .truncated }
  try output.append(input.extracting(position + 4..<end))
  reader.seek(to: end)
}

/// Decompresses the symbols of one block, up to the one that ends it.
private func inflateSymbols(
  from input: RawSpan, _ reader: inout BitReader, into output: inout InflateOutput,
  _ literals: Span<DecodingTable.Entry>, _ distances: Span<DecodingTable.Entry>
) throws(InflateError) {
  // Far from both ends: nothing to check but the codes and distances. 56 bits are enough for two
  // literals or lengths of 15 bits and 5 more for the length; then for a distance of 15 and 13.
  let inputEnd = input.byteCount &- 16
  let outputReserve = Alphabets.matchLengths.upperBound + 9
  while reader.position <= inputEnd && output.missingCount > outputReserve {
    reader.refillQuickly(from: input)
    var entry = reader.takeEntry(from: literals, primaryBits: BlockCodes.literalBits)
    if entry.isLiteral {
      output.appendQuickly(entry.value)
      entry = reader.takeEntry(from: literals, primaryBits: BlockCodes.literalBits)
      if entry.isLiteral {
        output.appendQuickly(entry.value)
        continue
      }
    }
    if entry.isEndOfBlock { return }
    guard entry.value > 0 else { throw .invalidCode }
    let length = entry.value &+ reader.take(entry.extraBits)
    reader.refillQuickly(from: input)
    entry = reader.takeEntry(from: distances, primaryBits: BlockCodes.distanceBits)
    guard entry.value > 0 else { throw .invalidCode }
    let distance = entry.value &+ reader.take(entry.extraBits)
    try output.appendMatchQuickly(distance: distance, length: length)
  }

  while true {
    reader.refill(from: input)
    var entry = reader.takeEntry(from: literals, primaryBits: BlockCodes.literalBits)
    if reader.isBeyondEnd { throw .truncated }
    if entry.isLiteral {
      try output.append(entry.value)
      continue
    }
    if entry.isEndOfBlock { return }
    guard entry.value > 0 else { throw .invalidCode }
    let length = entry.value &+ reader.take(entry.extraBits)
    reader.refill(from: input)
    entry = reader.takeEntry(from: distances, primaryBits: BlockCodes.distanceBits)
    let distance = entry.value &+ reader.take(entry.extraBits)
    if reader.isBeyondEnd { throw .truncated }
    guard entry.value > 0 else { throw .invalidCode }
    try output.appendMatch(distance: distance, length: length)
  }
}

extension BitReader {
  /// Consumes the code of the next symbol, of at most 15 bits.
  @inline(__always)
  mutating func takeEntry(
    from table: Span<DecodingTable.Entry>, primaryBits: Int
  ) -> DecodingTable.Entry {
    var entry = table[Int(truncatingIfNeeded: upcoming) & (1 << primaryBits &- 1)]
    if entry.isLink {
      consume(entry.codeLength)
      let index = Int(truncatingIfNeeded: upcoming & ((1 &<< entry.extraBits) &- 1))
      entry = table[entry.value &+ index]
    }
    consume(entry.codeLength)
    return entry
  }
}

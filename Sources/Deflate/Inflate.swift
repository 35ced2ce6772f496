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
  if expectedCount / greatestExpansion > input.count { throw .truncated }
  let raw = unsafe input.bytes
  func nextPiece(_: Int) -> Range<Int>? { nil }
  var reader = BitReader(at: 0..<input.count)
  if format == .zlib { try reader.readZlibHeader(from: raw, nextPiece) }
  var decoder = BlockDecoder(reader)

  var failure: InflateError?
  let bytes = unsafe [UInt8](
    unsafeUninitializedCapacity: expectedCount + BlockDecoder.overrun
  ) { memory, count in
    guard let start = memory.baseAddress else { return }
    do throws(InflateError) {
      // One byte more than there may be, so that the end of the stream is met.
      try unsafe decoder.decode(
        to: start, &count, limit: expectedCount + 1, from: raw, nextPiece)
    } catch {
      failure = error
    }
    if count > expectedCount {
      failure = .excessOutput(expected: expectedCount)
      count = expectedCount
    }
  }
  if let failure { throw failure }
  if bytes.count < expectedCount {
    throw .missingOutput(expected: expectedCount, got: bytes.count)
  }
  if format == .zlib {
    try decoder.reader.checkZlibChecksum(adler32(of: bytes.span), from: raw, nextPiece)
  }
  return bytes
}

/// How many bytes one byte can become at most: the densest code gives 258 for two bits.
package let greatestExpansion = 1032

extension BitReader {
  /// Reads the two bytes at the beginning of a zlib stream (RFC 1950).
  mutating func readZlibHeader(from input: RawSpan, _ next: NextPiece) throws(InflateError) {
    refill(from: input, next)
    let method = take(8)
    let flags = take(8)
    if isBeyondEnd { throw .truncated }
    guard method & 0x0F == 8, method >> 4 <= 7, (method << 8 | flags) % 31 == 0 else {
      throw .invalidHeader
    }
    if flags & 0x20 != 0 { throw .needsDictionary }
  }

  /// Reads the Adler-32 checksum at the end of a zlib stream, and compares it.
  mutating func checkZlibChecksum(
    _ checksum: UInt32, from input: RawSpan, _ next: NextPiece
  ) throws(InflateError) {
    alignToByte()
    refill(from: input, next)
    let stored = UInt32(truncatingIfNeeded: take(32)).byteSwapped
    if isBeyondEnd { throw .truncated }
    if stored != checksum { throw .checksumMismatch }
  }
}

/// A stream that is decompressed piece by piece, so that what comes out can be used while it is in the
/// cache, and only a window of it takes memory.
@safe
package struct InflateStream: ~Copyable {
  /// Where in the input the piece is that comes after the one ending at a position.
  package typealias NextPiece = (_ end: Int) -> Range<Int>?

  /// How much is decompressed at a time.
  private static let stepByteCount = 1 << 16
  /// How many bytes may follow those that are expected.
  package static let toleratedSurplus = 1 << 14

  private let window: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private var decoder: BlockDecoder
  private var checksum = Adler32()
  /// The bytes of the window that nobody has consumed yet.
  private var available = 0..<0
  private let expectedCount: Int
  /// How many bytes have come out.
  private var count = 0

  /// Begins a zlib stream (RFC 1950) that holds `expectedCount` bytes, and perhaps a few more.
  ///
  /// Some programs write more than a picture has pixels. Up to ``toleratedSurplus`` bytes are checked
  /// with the others, and dropped.
  ///
  /// - Parameters:
  ///   - input: The bytes among which the stream is.
  ///   - piece: Where in `input` its first piece is.
  ///   - nextPiece: Where the others are.
  ///   - expectedCount: How many bytes will come out.
  ///   - largestDemand: The most bytes that ``fill(_:from:nextPiece:)`` will be asked for.
  package init(
    from input: Span<UInt8>, startingAt piece: Range<Int>, nextPiece: NextPiece,
    expectedCount: Int, largestDemand: Int
  ) throws(InflateError) {
    var reader = BitReader(at: piece)
    try unsafe reader.readZlibHeader(from: input.bytes, nextPiece)
    decoder = BlockDecoder(reader)
    self.expectedCount = expectedCount
    capacity =
      min(Alphabets.windowSize + largestDemand + Self.stepByteCount, expectedCount)
    unsafe window = .allocate(capacity: capacity + Self.toleratedSurplus + BlockDecoder.overrun)
  }

  deinit { unsafe window.deallocate() }

  /// How many bytes are ready.
  package var availableCount: Int { available.count }

  /// Calls `body` with the bytes that are ready, and gives back as many of the first of them as it
  /// returns.
  package mutating func consume(_ body: (Span<UInt8>) -> Int) {
    let memory = unsafe UnsafeBufferPointer(
      start: window + available.lowerBound, count: available.count)
    let count = body(unsafe Span(_unsafeElements: memory))
    precondition((0...available.count).contains(count))
    available = available.lowerBound + count..<available.upperBound
  }

  /// Makes at least `demand` bytes ready, or all that are still to come.
  ///
  /// At the end, the stream's length and checksum are compared with what came out. When an error is
  /// thrown, the bytes before it are ready.
  package mutating func fill(
    _ demand: Int, from input: Span<UInt8>, nextPiece: NextPiece
  ) throws(InflateError) {
    if available.count >= demand || count == expectedCount { return }
    slide()
    let start = available.upperBound
    let last = start + expectedCount - count
    var end = start
    defer {
      end = min(end, last)
      available = available.lowerBound..<end
      count += end - start
    }
    let raw = unsafe input.bytes
    try unsafe decoder.decode(to: window, &end, limit: min(capacity, last), from: raw, nextPiece)
    if end >= last {
      // Only the end may follow, or what nobody needs.
      let limit = last + Self.toleratedSurplus + 1
      try unsafe decoder.decode(to: window, &end, limit: limit, from: raw, nextPiece)
      if end >= limit { throw .excessOutput(expected: expectedCount) }
    }
    unsafe checksum.update(with: UnsafeBufferPointer(start: window + start, count: end - start))
    if decoder.isFinished {
      if end < last {
        throw .missingOutput(expected: expectedCount, got: count + end - start)
      }
      try decoder.reader.checkZlibChecksum(checksum.value, from: raw, nextPiece)
    }
  }

  /// Moves what is needed to the beginning of the window: the bytes that are ready, and those that the
  /// next ones may repeat.
  private mutating func slide() {
    let kept = max(0, min(available.lowerBound, available.upperBound - Alphabets.windowSize))
    if kept == 0 { return }
    unsafe window.update(from: window + kept, count: available.upperBound - kept)
    available = available.lowerBound - kept..<available.upperBound - kept
  }
}

/// How much is tried to make a stream small.
package struct DeflateEffort: Sendable, Equatable {
  /// How many positions of a chain of candidates are looked at.
  let chainLimit: Int
  /// The same when the best match so far has ``goodLength``.
  let shortChainLimit: Int
  let goodLength: Int
  /// A match this long is taken without looking further.
  let niceLength: Int
  /// A match this long is taken without looking whether the next one is longer.
  let lazyLength: Int

  /// Nothing is compressed.
  package static let stored = DeflateEffort(
    chainLimit: 0, shortChainLimit: 0, goodLength: 0, niceLength: 0, lazyLength: 0)
  /// The first few candidates, and no foresight: about zlib's level 2.
  package static let fast = DeflateEffort(
    chainLimit: 6, shortChainLimit: 6, goodLength: 16, niceLength: 32, lazyLength: 0)
  /// About zlib's level 6.
  package static let standard = DeflateEffort(
    chainLimit: 128, shortChainLimit: 32, goodLength: 32, niceLength: 128, lazyLength: 32)
}

/// Compresses `input`, so that any program for RFC 1950 or 1951 can decompress it.
///
/// Repetitions are sought through hash chains, with one position of foresight ("lazy matching") where
/// `effort` has it. The result depends on the input and the effort alone.
package func deflate(
  _ input: Span<UInt8>, format: StreamFormat, effort: DeflateEffort = .standard
) -> [UInt8] {
  var writer = BitWriter()
  if format == .zlib {
    // A window of 32 KiB, the default effort, and the check bits of both.
    writer.append(0x9C78, bits: 16)
  }
  if effort == .stored {
    DeflateBlock.writeStored(input, isLast: true, to: &writer)
  } else {
    writeBlocks(of: input, effort, to: &writer)
  }
  writer.alignToByte()
  if format == .zlib {
    writer.append(Int(adler32(of: input).byteSwapped), bits: 32)
    writer.alignToByte()
  }
  return writer.bytes
}

private func writeBlocks(
  of input: Span<UInt8>, _ effort: DeflateEffort, to writer: inout BitWriter
) {
  let raw = unsafe input.bytes
  var finder = MatchFinder(effort: effort)
  var block = DeflateBlock()
  var blockStart = 0
  var position = 0
  /// A match at the position before this one, not written yet.
  var waiting: Match?
  // The last positions have too few bytes for a match.
  let lastStart = input.count - MatchFinder.hashedCount

  while position < input.count {
    let lengthToBeat = waiting?.length ?? 0
    var match = Match(length: 0, distance: 0)
    if position <= lastStart {
      if waiting == nil || lengthToBeat < effort.lazyLength {
        match = finder.insertAndFindMatch(at: position, of: raw, longerThan: lengthToBeat)
      } else {
        finder.insert(position, of: raw)
      }
    }
    if let earlier = waiting {
      if match.length > earlier.length {
        block.append(literal: input[position - 1])
        waiting = match
        position += 1
      } else {
        block.append(earlier)
        let end = position - 1 + earlier.length
        position += 1
        while position < end {
          if position <= lastStart { finder.insert(position, of: raw) }
          position += 1
        }
        waiting = nil
      }
    } else if match.length > 0 {
      waiting = match
      position += 1
    } else {
      block.append(literal: input[position])
      position += 1
    }
    if block.isFull && waiting == nil {
      finder.bitsPerLiteral = block.write(
        input.extracting(blockStart..<position), isLast: position == input.count, to: &writer)
      if position == input.count { return }
      blockStart = position
    }
  }
  // No match waits here: it would reach beyond the end.
  _ = block.write(input.extracting(blockStart..<input.count), isLast: true, to: &writer)
}

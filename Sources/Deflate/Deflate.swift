/// Compresses `input`, so that any program for RFC 1950 or 1951 can decompress it.
///
/// Repetitions are sought through hash chains, with one position of foresight ("lazy matching"), at
/// about the effort of zlib's level 6. The result depends on the input alone.
package func deflate(_ input: Span<UInt8>, format: StreamFormat) -> [UInt8] {
  var writer = BitWriter()
  if format == .zlib {
    // A window of 32 KiB, the default effort, and the check bits of both.
    writer.append(0x9C78, bits: 16)
  }
  writeBlocks(of: input, to: &writer)
  writer.alignToByte()
  if format == .zlib {
    writer.append(Int(adler32(of: input).byteSwapped), bits: 32)
    writer.alignToByte()
  }
  return writer.bytes
}

private func writeBlocks(of input: Span<UInt8>, to writer: inout BitWriter) {
  /// A match this long is taken without looking whether the next one is longer.
  let lazyLength = 32
  let raw = unsafe input.bytes
  var finder = MatchFinder()
  var block = DeflateBlock()
  var blockStart = 0
  var position = 0
  /// A match at the position before this one, not written yet.
  var waiting: Match?
  // The last two positions have too few bytes for a match.
  let lastStart = input.count - Alphabets.matchLengths.lowerBound

  while position < input.count {
    let lengthToBeat = waiting?.length ?? 0
    var match = Match(length: 0, distance: 0)
    if position <= lastStart {
      if lengthToBeat < lazyLength {
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
      block.write(
        input.extracting(blockStart..<position), isLast: position == input.count, to: &writer)
      if position == input.count { return }
      blockStart = position
    }
  }
  // No match waits here: it would reach beyond the end.
  block.write(input.extracting(blockStart..<input.count), isLast: true, to: &writer)
}

/// The second byte of a marker, which says what follows (ITU-T T.81, table B.1).
enum JPEGMarker {
  static let huffmanTables: UInt8 = 0xC4
  static let arithmeticConditioning: UInt8 = 0xCC
  static let firstRestart: UInt8 = 0xD0
  static let startOfImage: UInt8 = 0xD8
  static let endOfImage: UInt8 = 0xD9
  static let startOfScan: UInt8 = 0xDA
  static let quantizationTables: UInt8 = 0xDB
  static let restartInterval: UInt8 = 0xDD
  static let numberOfLines: UInt8 = 0xDC
  static let jfif: UInt8 = 0xE0
  static let exif: UInt8 = 0xE1
  static let adobe: UInt8 = 0xEE
  static let comment: UInt8 = 0xFE
  static let temporary: UInt8 = 0x01

  /// Whether nothing but the next marker follows.
  static func standsAlone(_ marker: UInt8) -> Bool {
    marker == temporary || (firstRestart...endOfImage).contains(marker)
  }

  /// Whether a decoder may pass over the segment: comments, and what applications add.
  static func mayBeIgnored(_ marker: UInt8) -> Bool {
    marker == comment || (0xE0...0xEF).contains(marker)
  }

  static func isStartOfFrame(_ marker: UInt8) -> Bool {
    (0xC0...0xCF).contains(marker) && marker != huffmanTables && marker != 0xC8
      && marker != arithmeticConditioning
  }
}

extension Span<UInt8> {
  /// The first marker at or after `offset`, with the offset that follows it; bytes between segments
  /// are passed over, as every decoder does.
  func jpegMarker(from offset: Int) throws(ImageDecodingError) -> (marker: UInt8, end: Int) {
    var position = offset
    while position < count - 1 {
      if self[position] == 0xFF, self[position + 1] != 0xFF, self[position + 1] != 0 {
        return (self[position + 1], position + 2)
      }
      position += 1
    }
    throw .truncated(
      format: .jpeg, offset: Swift.min(offset, count), expectedBytes: 2,
      availableBytes: Swift.max(count - offset, 0))
  }

  /// The number of lines that the frame header before `offset` has left to the segment that follows
  /// the first scan.
  func jpegHeight(after offset: Int) throws(ImageDecodingError) -> Int {
    var (position, isInScan) = (offset, false)
    while true {
      let (marker, end) = try jpegMarker(from: position)
      position = end
      if JPEGMarker.standsAlone(marker), marker != JPEGMarker.endOfImage { continue }
      guard marker != JPEGMarker.endOfImage, !isInScan || marker == JPEGMarker.numberOfLines else {
        throw .malformed(
          format: .jpeg, offset: end - 2, reason: "the frame header has no height, nor the scan")
      }
      let contents = try jpegSegment(of: marker, at: end)
      position = contents.upperBound
      if marker == JPEGMarker.startOfScan { isInScan = true }
      if marker == JPEGMarker.numberOfLines, contents.count == 2 {
        return bigEndianHalfWord(at: contents.lowerBound)
      }
    }
  }

  /// The contents of the segment of `marker` whose length stands at `offset`.
  ///
  /// One that may be ignored may also have an impossible length: it is then taken to be empty, as in
  /// libjpeg.
  func jpegSegment(of marker: UInt8, at offset: Int) throws(ImageDecodingError) -> Range<Int> {
    let available = count - offset
    guard available >= 2 else {
      throw .truncated(
        format: .jpeg, offset: offset, expectedBytes: 2, availableBytes: available)
    }
    let length = bigEndianHalfWord(at: offset)
    if length < 2, JPEGMarker.mayBeIgnored(marker) { return offset + 2..<offset + 2 }
    guard length >= 2 else {
      throw .malformed(
        format: .jpeg, offset: offset, reason: "a segment's length is \(length), less than 2")
    }
    guard length <= available else {
      throw .truncated(
        format: .jpeg, offset: offset, expectedBytes: length, availableBytes: available)
    }
    return offset + 2..<offset + length
  }

  /// Whether the letters stand at `offset`.
  func holds(_ letters: StaticString, at offset: Int, before end: Int) -> Bool {
    var position = offset
    for letter in letters.description.utf8 {
      guard position < end, self[position] == letter else { return false }
      position += 1
    }
    return true
  }
}

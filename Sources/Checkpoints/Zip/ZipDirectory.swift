/// Where the directory of a zip archive is, as the records at the archive's end tell.
struct ZipDirectory {
  /// The directory's bytes.
  let range: Range<Int>
  /// The number of entries.
  let count: Int

  /// Finds the directory of an archive.
  init(_ bytes: Span<UInt8>) throws(ZipError) {
    let end = try Self.endRecord(bytes)
    var entryCount = UInt64(littleEndian(bytes, end + 10, UInt16.self))
    var length = UInt64(littleEndian(bytes, end + 12, UInt32.self))
    var start = UInt64(littleEndian(bytes, end + 16, UInt32.self))
    var directoryEnd = end
    guard littleEndian(bytes, end + 4, UInt16.self) == littleEndian(bytes, end + 6, UInt16.self),
      littleEndian(bytes, end + 8, UInt16.self) == littleEndian(bytes, end + 10, UInt16.self)
    else { throw .severalDisks }
    if let wide = try Self.wideEndRecord(bytes, before: end) {
      entryCount = littleEndian(bytes, wide + 32, UInt64.self)
      length = littleEndian(bytes, wide + 40, UInt64.self)
      start = littleEndian(bytes, wide + 48, UInt64.self)
      directoryEnd = wide
    }
    guard start <= UInt64(directoryEnd), length <= UInt64(directoryEnd) - start else {
      throw .malformed(record: "directory")
    }
    range = Int(start)..<Int(start + length)
    let limit = range.count / ZipEntry.fixedSize
    guard entryCount <= UInt64(limit) else {
      throw .entryCount(stated: entryCount, limit: limit)
    }
    count = Int(entryCount)
  }

  /// Where the last record begins: the one whose comment reaches to the end of the file.
  private static func endRecord(_ bytes: Span<UInt8>) throws(ZipError) -> Int {
    let size = 22
    guard bytes.count >= size else { throw .noEnd }
    let last = bytes.count - size
    for start in stride(from: last, through: max(0, last - Int(UInt16.max)), by: -1)
    where littleEndian(bytes, start, UInt32.self) == 0x0605_4B50
      && Int(littleEndian(bytes, start + 20, UInt16.self)) == last - start
    {
      return start
    }
    throw .noEnd
  }

  /// Where the record of an archive with numbers of 64 bits begins; nil for others.
  private static func wideEndRecord(
    _ bytes: Span<UInt8>, before end: Int
  ) throws(ZipError) -> Int? {
    let (locatorSize, size) = (20, 56)
    let locator = end - locatorSize
    guard locator >= 0, littleEndian(bytes, locator, UInt32.self) == 0x0706_4B50 else {
      return nil
    }
    let stated = littleEndian(bytes, locator + 8, UInt64.self)
    guard let start = Int(exactly: stated), start <= locator, locator - start >= size,
      littleEndian(bytes, start, UInt32.self) == 0x0606_4B50
    else { throw .malformed(record: "end record") }
    return start
  }
}

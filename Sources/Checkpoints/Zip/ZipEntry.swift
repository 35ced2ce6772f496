import DurableFiles

/// A file in a zip archive, as the archive's directory describes it.
struct ZipEntry {
  let name: String
  let isDeflated: Bool
  /// The CRC-32 of the decompressed bytes.
  let checksum: UInt32
  /// Bytes in the archive.
  let storedSize: Int
  /// Bytes when decompressed.
  let size: Int
  /// Where the entry's own header begins.
  let headerStart: Int

  static let signature: UInt32 = 0x0201_4B50
  static let fixedSize = 46

  /// Reads the directory's record that begins at `position`, and moves on to the next one.
  ///
  /// - Parameter end: Where the directory ends.
  init(_ bytes: Span<UInt8>, at position: inout Int, end: Int) throws(ZipError) {
    guard end - position >= Self.fixedSize,
      littleEndian(bytes, position, UInt32.self) == Self.signature
    else { throw .malformed(record: "directory") }
    let start = position
    let nameLength = Int(littleEndian(bytes, start + 28, UInt16.self))
    let extraLength = Int(littleEndian(bytes, start + 30, UInt16.self))
    let commentLength = Int(littleEndian(bytes, start + 32, UInt16.self))
    let nameStart = start + Self.fixedSize
    guard end - nameStart >= nameLength + extraLength + commentLength else {
      throw .malformed(record: "directory")
    }
    position = nameStart + nameLength + extraLength + commentLength
    let nameBytes = [UInt8](copying: bytes.extracting(nameStart..<nameStart + nameLength))
    guard let name = String(validating: nameBytes, as: UTF8.self) else {
      throw .malformed(record: "directory")
    }
    let flags = littleEndian(bytes, start + 8, UInt16.self)
    if flags & 0x2041 != 0 { throw .encrypted(name: name) }
    let method = littleEndian(bytes, start + 10, UInt16.self)
    guard method == 0 || method == 8 else { throw .method(name: name, method) }
    // Numbers that need more than 32 bits are in the extra field, in this order.
    var wide = WideNumbers(bytes, nameStart + nameLength..<nameStart + nameLength + extraLength)
    let size = wide.number(littleEndian(bytes, start + 24, UInt32.self))
    let storedSize = wide.number(littleEndian(bytes, start + 20, UInt32.self))
    let headerStart = wide.number(littleEndian(bytes, start + 42, UInt32.self))
    guard let size, let storedSize, let headerStart else {
      throw .malformed(record: "directory")
    }
    let disk = littleEndian(bytes, start + 34, UInt16.self)
    guard disk == 0 || disk == .max else { throw .severalDisks }
    if method == 0 && size != storedSize { throw .sizeMismatch(name: name) }
    self.name = name
    isDeflated = method == 8
    checksum = littleEndian(bytes, start + 16, UInt32.self)
    self.storedSize = storedSize
    self.size = size
    self.headerStart = headerStart
  }

  /// Where the entry's bytes are, once its own header was held against the directory.
  func range(_ bytes: Span<UInt8>) throws(ZipError) -> Range<Int> {
    let fixedSize = 30
    guard headerStart <= bytes.count - fixedSize,
      littleEndian(bytes, headerStart, UInt32.self) == 0x0403_4B50
    else { throw .malformed(record: "entry '\(printable(name))'") }
    let nameStart = headerStart + fixedSize
    let nameLength = Int(littleEndian(bytes, headerStart + 26, UInt16.self))
    let start = nameStart + nameLength + Int(littleEndian(bytes, headerStart + 28, UInt16.self))
    guard start <= bytes.count, storedSize <= bytes.count - start,
      [UInt8](copying: bytes.extracting(nameStart..<nameStart + nameLength)) == Array(name.utf8),
      littleEndian(bytes, headerStart + 8, UInt16.self) == (isDeflated ? 8 : 0)
    else { throw .malformed(record: "entry '\(printable(name))'") }
    return start..<start + storedSize
  }
}

/// The numbers of 64 bits in the extra field of a directory's record.
private struct WideNumbers {
  private var numbers: [UInt64] = []

  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var position = range.lowerBound
    while range.upperBound - position >= 4 {
      let identifier = littleEndian(bytes, position, UInt16.self)
      let length = Int(littleEndian(bytes, position + 2, UInt16.self))
      position += 4
      guard range.upperBound - position >= length else { return }
      if identifier == 1 {
        numbers = stride(from: position, through: position + length - 8, by: 8).map {
          littleEndian(bytes, $0, UInt64.self)
        }
        return
      }
      position += length
    }
  }

  /// The number that `narrow` stands for; nil if it is missing or beyond `Int`.
  mutating func number(_ narrow: UInt32) -> Int? {
    if narrow != .max { return Int(narrow) }
    return numbers.isEmpty ? nil : Int(exactly: numbers.removeFirst())
  }
}

/// The number at `offset`, the low byte first.
func littleEndian<Integer: FixedWidthInteger>(
  _ bytes: Span<UInt8>, _ offset: Int, _ type: Integer.Type
) -> Integer {
  var number: Integer = 0
  for index in 0..<Integer.bitWidth / 8 {
    number |= Integer(truncatingIfNeeded: bytes[offset + index]) << Integer(8 * index)
  }
  return number
}

extension [UInt8] {
  /// The elements of `span`.
  init(copying span: Span<UInt8>) {
    self.init(capacity: span.count) { output in
      for index in span.indices { output.append(span[index]) }
    }
  }
}

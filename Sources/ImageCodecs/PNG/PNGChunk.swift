import Deflate

/// A part of a PNG file: four letters that say what it is, and its contents.
struct PNGChunk {
  /// The four letters, as a number with the first one highest.
  struct Kind: Equatable {
    let rawValue: UInt32

    static let header = Kind("IHDR")
    static let palette = Kind("PLTE")
    static let transparency = Kind("tRNS")
    static let imageData = Kind("IDAT")
    static let end = Kind("IEND")
    /// Comes before the header of files that other programs cannot read.
    static let apple = Kind("CgBI")

    /// Chunks that tell of a picture what its pixels do not depend on here.
    static let remarks =
      ([
        "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "bKGD", "hIST", "pHYs", "sPLT", "eXIf",
        "tIME", "iTXt", "tEXt", "zTXt",
      ] as [StaticString]).map { Kind($0) }

    init(rawValue: UInt32) { self.rawValue = rawValue }

    private init(_ letters: StaticString) {
      rawValue = letters.description.utf8.reduce(0) { $0 << 8 | UInt32($1) }
    }

    var bytes: [UInt8] {
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: rawValue >> $0) }
    }

    /// Whether these are four letters of ASCII.
    var isWellFormed: Bool {
      bytes.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    }

    /// Whether an image may be shown by a program that does not know this kind.
    var isAncillary: Bool { rawValue & 0x2000_0000 != 0 }

    var name: String { String(decoding: bytes, as: UTF8.self) }
  }

  let kind: Kind
  /// Where the contents stand in the file, as far as they are there.
  let contents: Range<Int>
  /// Whether the file goes on to where the contents end.
  let isComplete: Bool
  /// What is wrong with the contents: they are cut short, or they do not match their checksum.
  let damage: ImageDecodingError?

  /// Reads the chunk at `offset`, and checks its checksum.
  ///
  /// - Throws: An error if not even its length and its kind can be read.
  init(in file: Span<UInt8>, at offset: Int) throws(ImageDecodingError) {
    // Length and letters before the contents, a checksum after them.
    let available = max(file.count - offset, 0)
    guard available >= 8 else {
      throw .truncated(format: .png, offset: offset, expectedBytes: 12, availableBytes: available)
    }
    let count = Int(file.bigEndianWord(at: offset))
    let kind = Kind(rawValue: file.bigEndianWord(at: offset + 4))
    guard kind.isWellFormed else {
      throw .malformed(format: .png, offset: offset + 4, reason: "a chunk has no proper name")
    }
    self.kind = kind
    isComplete = count <= available - 12
    guard isComplete else {
      contents = offset + 8..<min(offset + 8 + count, file.count)
      damage = .truncated(
        format: .png, offset: offset, expectedBytes: count + 12, availableBytes: available)
      return
    }
    contents = offset + 8..<offset + 8 + count
    let checksum = CRC32.checksum(of: file.extracting(offset + 4..<contents.upperBound))
    damage =
      checksum == file.bigEndianWord(at: contents.upperBound)
      ? nil
      : .malformed(
        format: .png, offset: contents.upperBound,
        reason: "the checksum of chunk \(kind.name) is wrong")
  }

  /// Where the next chunk begins.
  var end: Int { contents.upperBound + 4 }

  /// Appends a chunk to a file that is being made.
  static func append(_ kind: Kind, _ contents: Span<UInt8>, to file: inout [UInt8]) {
    func append(_ word: UInt32) {
      file.append(contentsOf: Kind(rawValue: word).bytes)
    }
    append(UInt32(contents.count))
    append(kind.rawValue)
    file.reserveCapacity(file.count + contents.count + 4)
    for index in contents.indices { file.append(contents[index]) }
    var checksum = CRC32()
    checksum.update(with: kind.bytes.span)
    checksum.update(with: contents)
    append(checksum.value)
  }
}

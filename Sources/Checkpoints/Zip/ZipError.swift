/// What is wrong with a zip archive, or what this library does not read of it.
public enum ZipError: Error, Equatable, Sendable {
  /// The end of the file is not that of a zip archive.
  case noEnd
  /// A record of the archive does not lie within the file, or is not what it should be.
  case malformed(record: String)
  /// The archive is one of several files.
  case severalDisks
  /// The archive would have more entries than its directory has room for.
  case entryCount(stated: UInt64, limit: Int)
  /// Two entries have the same name.
  case duplicateName(String)
  /// The entry is encrypted.
  case encrypted(name: String)
  /// The entry is compressed by a method other than deflate.
  case method(name: String, UInt16)
  /// A stored entry has two sizes.
  case sizeMismatch(name: String)
  /// The entry's bytes are also those of another entry.
  case overlap(name: String)
  /// The entries together would be `stated` bytes when decompressed.
  case bomb(stated: UInt64, limit: Int)
  /// The entry's compressed bytes are damaged.
  case damaged(name: String)
  /// The entry's checksum is another one than the archive says.
  case checksumMismatch(name: String)
}

extension ZipError: CustomStringConvertible {
  /// One line in plain words.
  public var description: String {
    switch self {
    case .noEnd:
      "the zip archive has no end; the file is cut off: copy or download it again"
    case .malformed(let record):
      "the zip archive's \(record) is damaged; copy or download the file again"
    case .severalDisks:
      "a part of a zip archive of several files; join them first"
    case .entryCount(let stated, let limit):
      "the zip archive would have \(stated) entries, its directory has room for \(limit)"
    case .duplicateName(let name):
      "two entries of the zip archive are called '\(printable(name))'"
    case .encrypted(let name):
      "the zip archive's entry '\(printable(name))' is encrypted; decrypt it first"
    case .method(let name, let method):
      "the zip archive's entry '\(printable(name))' is compressed by method \(method); only stored "
        + "and deflated entries can be read"
    case .sizeMismatch(let name):
      "the zip archive's entry '\(printable(name))' is stored, yet has two sizes"
    case .overlap(let name):
      "the zip archive's entry '\(printable(name))' overlaps another one"
    case .bomb(let stated, let limit):
      "the zip archive would be \(stated) bytes when decompressed, more than the limit of \(limit) "
        + "for its length"
    case .damaged(let name):
      "the zip archive's entry '\(printable(name))' cannot be decompressed; copy or download the "
        + "file again"
    case .checksumMismatch(let name):
      "the zip archive's entry '\(printable(name))' has a wrong checksum; copy or download the file "
        + "again, or save it without set_crc32_options(False)"
    }
  }
}

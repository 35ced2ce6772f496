import Deflate
import DurableFiles

/// The files of a zip archive, found through its directory.
///
/// Before anything is decompressed it is known that no two entries share bytes, and how many bytes all
/// of them will be.
///
/// Source: PKWARE's APPNOTE.TXT, with its extension for sizes of 64 bits.
struct ZipArchive {
  /// How many times the archive's length its deflated entries may be together.
  ///
  /// Trained weights lose a tenth of their length, so that whatever exceeds this is made to exhaust
  /// memory.
  private static let expansionLimit = 16

  /// The archive's own bytes.
  let bytes: FileBytes

  /// The names of the entries in the order of the directory.
  let names: [String]

  private let entries: [String: (entry: ZipEntry, range: Range<Int>)]

  /// Reads an archive's directory.
  init(_ bytes: FileBytes) throws(ZipError) {
    self.bytes = bytes
    let found = try bytes.withSpan { (span) throws(ZipError) in try Self.entries(of: span) }
    var entries: [String: (entry: ZipEntry, range: Range<Int>)] = [:]
    for (entry, range) in found
    where entries.updateValue((entry, range), forKey: entry.name) != nil {
      throw .duplicateName(entry.name)
    }
    names = found.map(\.entry.name)
    self.entries = entries
    try Self.checkPlaces(found, in: bytes.count)
  }

  /// Whether there is an entry called `name`.
  func contains(_ name: String) -> Bool { entries[name] != nil }

  /// How many bytes entry `name` has when decompressed; nil if there is none.
  func size(of name: String) -> Int? { entries[name]?.entry.size }

  /// The content of entry `name`, its checksum compared: where it lies, or decompressed.
  ///
  /// - Precondition: There is such an entry.
  func content(of name: String) throws(ZipError) -> (bytes: FileBytes, range: Range<Int>) {
    guard let (entry, range) = entries[name] else {
      preconditionFailure("there is no entry '\(name)'")
    }
    guard entry.isDeflated else {
      let checksum = bytes.withSpan { CRC32.checksum(of: $0.extracting(range)) }
      guard checksum == entry.checksum else { throw .checksumMismatch(name: name) }
      return (bytes, range)
    }
    let content: [UInt8]
    do {
      content = try bytes.withSpan { (span) throws(InflateError) in
        try inflate(span.extracting(range), format: .raw, expectedCount: entry.size)
      }
    } catch {
      throw .damaged(name: name)
    }
    guard CRC32.checksum(of: content.span) == entry.checksum else {
      throw .checksumMismatch(name: name)
    }
    return (.memory(content), 0..<content.count)
  }

  /// The entries of the directory, each with the place of its bytes.
  private static func entries(
    of bytes: Span<UInt8>
  ) throws(ZipError) -> [(entry: ZipEntry, range: Range<Int>)] {
    let directory = try ZipDirectory(bytes)
    var entries: [(entry: ZipEntry, range: Range<Int>)] = []
    var position = directory.range.lowerBound
    for _ in 0..<directory.count {
      let entry = try ZipEntry(bytes, at: &position, end: directory.range.upperBound)
      entries.append((entry, try entry.range(bytes)))
    }
    guard position == directory.range.upperBound else { throw .malformed(record: "directory") }
    if let last = entries.max(by: { $0.range.upperBound < $1.range.upperBound }),
      last.range.upperBound > directory.range.lowerBound
    {
      throw .overlap(name: last.entry.name)
    }
    return entries
  }

  /// Checks that no bytes belong to two entries, and how long all are together.
  private static func checkPlaces(
    _ entries: [(entry: ZipEntry, range: Range<Int>)], in length: Int
  ) throws(ZipError) {
    var end = 0
    for (entry, range) in entries.sorted(by: { $0.entry.headerStart < $1.entry.headerStart }) {
      guard entry.headerStart >= end else { throw .overlap(name: entry.name) }
      end = range.upperBound
    }
    let limit = length.multipliedReportingOverflow(by: expansionLimit)
    var total: UInt64 = 0
    for (entry, _) in entries where entry.isDeflated {
      total = total.addingReportingOverflow(UInt64(entry.size)).partialValue
      if limit.overflow || total > UInt64(limit.partialValue) {
        throw .bomb(stated: total, limit: limit.partialValue)
      }
    }
  }
}

import Deflate
import DurableFiles

/// Builds zip archives, also such as no program would write.
struct ArchiveBuilder {
  /// A file in the archive; what is nil is written as it is right.
  struct Entry {
    var name: String
    var content: [UInt8]
    var isDeflated = false
    var size: UInt32?
    var storedSize: UInt32?
    var checksum: UInt32?
    var headerStart: UInt32?
    var flags: UInt16 = 0
    var method: UInt16?
    var extra: [UInt8] = []
  }

  var entries: [Entry]

  /// The number of entries that the end record states.
  var count: UInt16?

  init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// A PyTorch file of the given pickle and storages.
  init(pickle: [UInt8], storages: [String: [UInt8]] = [:], deflated: Bool = false) {
    entries = [Entry(name: "a/data.pkl", content: pickle, isDeflated: deflated)]
    for (key, content) in storages.sorted(by: { $0.key < $1.key }) {
      entries.append(Entry(name: "a/data/\(key)", content: content, isDeflated: deflated))
    }
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let start = bytes.count
      let stored =
        entry.isDeflated ? deflate(entry.content.span, format: .raw) : entry.content
      let method: UInt16 = entry.method ?? (entry.isDeflated ? 8 : 0)
      let common =
        littleEndianBytes(of: entry.flags) + littleEndianBytes(of: method) + [0, 0, 0, 0]
        + littleEndianBytes(of: entry.checksum ?? CRC32.checksum(of: entry.content.span))
        + littleEndianBytes(of: entry.storedSize ?? UInt32(stored.count))
        + littleEndianBytes(of: entry.size ?? UInt32(entry.content.count))
        + littleEndianBytes(of: UInt16(entry.name.utf8.count))
      bytes += [0x50, 0x4B, 3, 4, 20, 0] + common + [0, 0] + Array(entry.name.utf8) + stored
      directory += [0x50, 0x4B, 1, 2, 20, 0, 20, 0] + common
      directory += littleEndianBytes(of: UInt16(entry.extra.count))
      directory += [UInt8](repeating: 0, count: 10)
      directory += littleEndianBytes(of: entry.headerStart ?? UInt32(start))
      directory += Array(entry.name.utf8) + entry.extra
    }
    let number = littleEndianBytes(of: count ?? UInt16(entries.count))
    return bytes + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + number + number
      + littleEndianBytes(of: UInt32(directory.count)) + littleEndianBytes(of: UInt32(bytes.count))
      + [0, 0]
  }
}

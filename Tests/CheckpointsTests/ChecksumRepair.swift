import Deflate

/// Makes the checksums of a zip archive right again, as somebody does who means harm, wherever the
/// directory still leads to the bytes of an entry.
func repairChecksums(_ bytes: inout [UInt8]) {
  func number(_ offset: Int, _ count: Int) -> Int {
    guard offset >= 0, offset + count <= bytes.count else { return .max / 4 }
    return (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }
  guard let end = bytes.indices.last(where: { number($0, 4) == 0x0605_4B50 }) else { return }
  var record = number(end + 16, 4)
  for _ in 0..<min(number(end + 10, 2), 64) {
    guard number(record, 4) == 0x0201_4B50 else { return }
    let (method, storedSize, size) = (
      number(record + 10, 2), number(record + 20, 4), number(record + 24, 4)
    )
    let header = number(record + 42, 4)
    let start = header + 30 + number(header + 26, 2) + number(header + 28, 2)
    if start + storedSize <= bytes.count {
      let stored = bytes[start..<start + storedSize]
      let content =
        method == 8
        ? try? inflate(Array(stored).span, format: .raw, expectedCount: min(size, 1 << 20))
        : Array(stored)
      if let content {
        let checksum = CRC32.checksum(of: content.span)
        for place in [record + 16, header + 14] {
          for byte in 0..<4 {
            bytes[place + byte] = UInt8(truncatingIfNeeded: checksum >> UInt32(8 * byte))
          }
        }
      }
    }
    record += 46 + number(record + 28, 2) + number(record + 30, 2) + number(record + 32, 2)
  }
}

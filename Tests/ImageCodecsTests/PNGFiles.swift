import Deflate

@testable import ImageCodecs

/// Makes PNG files that no encoder would write.
enum PNGFiles {
  /// Recomputes the checksum of every chunk, as far as the file can be followed.
  static func correctChecksums(of file: inout [UInt8]) {
    guard file.starts(with: PNGDecoder.signature) else { return }
    var position = PNGDecoder.signature.count
    while file.count - position >= 12 {
      let count = Int(file.span.bigEndianWord(at: position))
      guard count <= file.count - position - 12 else { return }
      let end = position + 8 + count
      let checksum = CRC32.checksum(of: file.span.extracting(position + 4..<end))
      for index in 0..<4 {
        file[end + index] = UInt8(truncatingIfNeeded: checksum >> (24 - 8 * index))
      }
      position = end + 4
    }
  }

  /// A file of the given chunks.
  static func file(_ chunks: [(String, [UInt8])]) -> [UInt8] {
    var file = PNGDecoder.signature
    for (name, contents) in chunks {
      let kind = PNGChunk.Kind(rawValue: name.utf8.reduce(0) { $0 << 8 | UInt32($1) })
      PNGChunk.append(kind, contents.span, to: &file)
    }
    return file
  }

  /// The contents of chunk IHDR.
  static func header(
    _ width: Int, _ height: Int, depth: UInt8 = 8, color: UInt8 = 0, interlace: UInt8 = 0
  ) -> [UInt8] {
    [width, height].flatMap { size in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) }
    } + [depth, color, 0, 0, interlace]
  }

  /// The contents of chunk IDAT that give `rows`.
  static func imageData(_ rows: [UInt8]) -> [UInt8] { deflate(rows.span, format: .zlib) }
}

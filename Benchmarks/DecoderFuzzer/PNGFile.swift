import Deflate

/// A PNG file as its chunks, to be changed and put together again with right checksums.
struct PNGFile {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// The colour types and their bit depths.
  static let colorTypes: [(color: Int, depths: [Int])] = [
    (0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16]),
  ]

  struct Chunk {
    /// Four letters.
    var name: [UInt8]
    var contents: [UInt8]

    init(_ name: String, _ contents: [UInt8]) {
      self.name = Array(name.utf8)
      self.contents = contents
    }
  }

  var chunks: [Chunk] = []

  /// Makes a picture of noise, with every filter, after `change` saw its filtered rows.
  init(
    width: Int, height: Int, bitDepth: Int, colorType: Int, isInterlaced: Bool,
    _ draws: inout RandomDraws, change: (inout [UInt8], inout RandomDraws) -> Void = { _, _ in }
  ) {
    let channels = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][colorType] ?? 1
    let passes =
      isInterlaced
      ? [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
        (0, 1, 1, 2),
      ]
      : [(0, 0, 1, 1)]
    var rows: [UInt8] = []
    for (x, y, xStep, yStep) in passes where x < width && y < height {
      let columns = (width - x + xStep - 1) / xStep
      for _ in 0..<(height - y + yStep - 1) / yStep {
        rows.append(UInt8(draws.integer(in: 0...4)))
        for _ in 0..<(columns * channels * bitDepth + 7) / 8 { rows.append(draws.byte()) }
      }
    }
    change(&rows, &draws)
    let header =
      Self.word(width) + Self.word(height)
      + [UInt8(bitDepth), UInt8(colorType), 0, 0, isInterlaced ? 1 : 0]
    chunks = [Chunk("IHDR", header), Chunk("gAMA", [0, 0, 0xB1, 0x8F])]
    if colorType == 3 {
      chunks.append(Chunk("PLTE", (0..<3 << bitDepth).map { _ in draws.byte() }))
      chunks.append(Chunk("tRNS", [0, 77]))
    } else if colorType < 3 && draws.happens(oneIn: 2) {
      chunks.append(Chunk("tRNS", (0..<2 * channels).map { _ in draws.byte() }))
    }
    chunks.append(Chunk("IDAT", deflate(rows.span, format: .zlib)))
    chunks.append(Chunk("IEND", []))
  }

  /// Takes a file apart, as far as its lengths make sense.
  init(_ file: [UInt8]) {
    var position = Self.signature.count
    while file.count - position >= 12 {
      let count = file[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      guard count <= file.count - position - 12 else { return }
      var chunk = Chunk("", Array(file[position + 8..<position + 8 + count]))
      chunk.name = Array(file[position + 4..<position + 8])
      chunks.append(chunk)
      position += count + 12
    }
  }

  /// The file, with right lengths and checksums.
  var bytes: [UInt8] {
    chunks.reduce(into: Self.signature) { file, chunk in
      let summed = chunk.name + chunk.contents
      file += Self.word(chunk.contents.count) + summed
      file += Self.word(Int(CRC32.checksum(of: summed.span)))
    }
  }

  static func word(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}

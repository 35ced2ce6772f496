import ImageCodecs

/// Makes files that are nearly pictures: it knows where the formats keep their sizes and puts checksums
/// right, so that what they protect is reached.
struct PictureMutator {
  private let corpus: [[UInt8]]
  private let format: ImageFormat
  private let seed: UInt64

  /// Mutates the pictures of one format; `nil` if the corpus has none.
  init?(_ corpus: SeedCorpus, format: ImageFormat, seed: UInt64) {
    guard let files = corpus.files[format], !files.isEmpty else { return nil }
    self.corpus = files
    self.format = format
    self.seed = seed
  }

  /// Input number `number`: the same file for the same seed and corpus.
  func file(_ number: Int) -> [UInt8] {
    var draws = RandomDraws(seed: seed, number: number)
    return file(&draws)
  }

  private func file(_ draws: inout RandomDraws) -> [UInt8] {
    var file = draws.element(of: corpus)
    for _ in 0..<draws.integer(in: 1...4) {
      // Structure goes first: bytes are changed in what it left.
      if draws.happens(oneIn: 2) {
        switch format {
        case .png: file = changedPNG(file, &draws)
        case .jpeg: changeJPEG(&file, &draws)
        case .pnm: changeHeaderText(&file, &draws)
        case .bmp: changeBitmap(&file, &draws)
        }
      } else {
        changeBytes(&file, &draws)
        if format == .png && !draws.happens(oneIn: 8) { file = PNGFile(file).bytes }
      }
    }
    if draws.happens(oneIn: 16) { file.removeLast(draws.integer(in: 0...file.count)) }
    return file
  }

  /// Numbers at which arithmetic breaks, if anywhere.
  private static let edges = [
    0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 63, 64, 127, 128, 255, 256, 511, 512, 4096, 32_767, 32_768,
    65_535, 65_536, 1 << 20, 1 << 24, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
  ]

  private func changeBytes(_ file: inout [UInt8], _ draws: inout RandomDraws) {
    guard file.count > 2 else { return }
    let position = draws.integer(in: 0...file.count - 1)
    switch draws.integer(in: 0...6) {
    case 0: file[position] ^= 1 << UInt8(draws.integer(in: 0...7))
    case 1: file[position] = draws.byte()
    case 2: file[position] = draws.element(of: [0, 1, 0x7F, 0x80, 0xFE, 0xFF])
    case 3: file.insert(draws.byte(), at: position)
    case 4: file.remove(at: position)
    case 5:
      // A piece of this file or of another in the place of one.
      let other = draws.happens(oneIn: 2) ? file : draws.element(of: corpus)
      let start = draws.integer(in: 0...other.count - 1)
      let piece = other[start..<min(start + draws.integer(in: 1...64), other.count)]
      let end = min(position + draws.integer(in: 0...64), file.count)
      file.replaceSubrange(position..<end, with: piece)
    default:
      set(
        draws.element(of: Self.edges), bytes: draws.integer(in: 1...4), at: position, &file, &draws)
    }
  }

  private func set(
    _ value: Int, bytes: Int, at position: Int, _ file: inout [UInt8], _ draws: inout RandomDraws
  ) {
    let isBigEndian = format == .png || format == .jpeg
    for index in 0..<bytes where position + index < file.count {
      let shift = 8 * (isBigEndian ? bytes - 1 - index : index)
      file[position + index] = UInt8(truncatingIfNeeded: value >> shift)
    }
  }

  private func changedPNG(_ bytes: [UInt8], _ draws: inout RandomDraws) -> [UInt8] {
    var file = PNGFile(bytes)
    guard !file.chunks.isEmpty else { return bytes }
    let index = draws.integer(in: 0...file.chunks.count - 1)
    switch draws.integer(in: 0...8) {
    case 0: file.chunks.remove(at: index)
    case 1: file.chunks.insert(file.chunks[index], at: draws.integer(in: 0...file.chunks.count))
    case 2: file.chunks.swapAt(index, draws.integer(in: 0...file.chunks.count - 1))
    case 3:
      // In two pieces, one of which may be empty.
      let cut = draws.integer(in: 0...file.chunks[index].contents.count)
      var rest = file.chunks[index]
      rest.contents.removeFirst(cut)
      file.chunks[index].contents.removeLast(rest.contents.count)
      file.chunks.insert(rest, at: index + 1)
    case 4, 5:
      // The header's fields, mostly with values that are allowed.
      guard file.chunks[0].contents.count >= 13 else { break }
      let (color, depths) = draws.element(of: PNGFile.colorTypes)
      switch draws.integer(in: 0...3) {
      case 0: set(draws.element(of: Self.edges), bytes: 4, at: 0, &file.chunks[0].contents, &draws)
      case 1: set(draws.element(of: Self.edges), bytes: 4, at: 4, &file.chunks[0].contents, &draws)
      case 2:
        file.chunks[0].contents[8] = UInt8(draws.element(of: depths))
        file.chunks[0].contents[9] = UInt8(color)
      default: file.chunks[0].contents[12] ^= 1
      }
    default: file = faultyRows(&draws)
    }
    return file.bytes
  }

  /// A picture whose faults are below the compression: in filters, or in the number of rows' bytes.
  private func faultyRows(_ draws: inout RandomDraws) -> PNGFile {
    let (color, depths) = draws.element(of: PNGFile.colorTypes)
    return PNGFile(
      width: draws.integer(in: 1...17), height: draws.integer(in: 1...9),
      bitDepth: draws.element(of: depths), colorType: color,
      isInterlaced: draws.happens(oneIn: 2), &draws
    ) { rows, draws in
      switch draws.integer(in: 0...2) {
      case 0: rows[draws.integer(in: 0...rows.count - 1)] = UInt8(draws.integer(in: 0...5))
      case 1: rows.removeLast(draws.integer(in: 0...rows.count))
      default: rows += rows.prefix(draws.integer(in: 0...64))
      }
    }
  }

  private func changeJPEG(_ file: inout [UInt8], _ draws: inout RandomDraws) {
    // Where segments begin, up to the first scan's data.
    var segments: [Range<Int>] = []
    var position = 2
    while position + 4 <= file.count, file[position] == 0xFF {
      let length = Int(file[position + 2]) << 8 | Int(file[position + 3])
      let end = min(position + 2 + max(length, 2), file.count)
      segments.append(position..<end)
      if file[position + 1] == 0xDA { break }
      position = end
    }
    guard !segments.isEmpty else { return }
    let segment = draws.element(of: segments)
    switch draws.integer(in: 0...6) {
    case 0: file.removeSubrange(segment)
    case 1: file.insert(contentsOf: file[segment], at: draws.element(of: segments).lowerBound)
    case 2:
      // A marker within the data of a scan.
      let position = draws.integer(in: segments[segments.count - 1].upperBound...file.count)
      file.insert(
        contentsOf: [0xFF, UInt8(draws.element(of: [0xD0, 0xD3, 0xD9, 0xC4, 0xDA, 1]))],
        at: position)
    case 3:
      file.insert(
        contentsOf: [0xFF, 0xDD, 0, 4, 0, UInt8(draws.integer(in: 0...3))], at: segment.lowerBound)
    case 4:
      guard segment.count > 4 else { return }
      file[draws.integer(in: segment.lowerBound + 4...segment.upperBound - 1)] = draws.byte()
    case 5:
      guard segment.count > 4 else { return }
      let place = draws.integer(in: segment.lowerBound + 2...segment.upperBound - 1)
      set(draws.element(of: Self.edges), bytes: draws.integer(in: 1...2), at: place, &file, &draws)
    default:
      // A kind of frame in the place of another.
      if let frame = segments.first(where: { (0xC0...0xC2).contains(file[$0.lowerBound + 1]) }) {
        file[frame.lowerBound + 1] = UInt8(draws.element(of: [0xC0, 0xC1, 0xC2]))
      }
    }
  }

  private func changeHeaderText(_ file: inout [UInt8], _ draws: inout RandomDraws) {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    // A number among the first bytes gets another value.
    let starts = file.indices.prefix(64).filter {
      $0 > 1 && isDigit(file[$0]) && !isDigit(file[$0 - 1])
    }
    guard let start = starts.isEmpty ? nil : draws.element(of: starts) else { return }
    let end = file[start...].firstIndex { !isDigit($0) } ?? file.count
    let value = draws.element(of: Self.edges + [99_999_999, 999_999_999, Int.max])
    file.replaceSubrange(start..<end, with: Array(String(value).utf8))
    if draws.happens(oneIn: 4) { file[1] = UInt8(0x31 + draws.integer(in: 0...6)) }
    if draws.happens(oneIn: 8) { file.insert(UInt8(ascii: "#"), at: start) }
  }

  private func changeBitmap(_ file: inout [UInt8], _ draws: inout RandomDraws) {
    // Offset, header size, width, height, planes, bits, compression, colours.
    let (place, bytes) = draws.element(of: [
      (10, 4), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2), (30, 4), (46, 4), (54, 4),
    ])
    let usual = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 40, 52, 56, 108, 124]
    let value = draws.element(of: draws.happens(oneIn: 2) ? usual : Self.edges)
    set(draws.happens(oneIn: 4) ? -value : value, bytes: bytes, at: place, &file, &draws)
  }
}

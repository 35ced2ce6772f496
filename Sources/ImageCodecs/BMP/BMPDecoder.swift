/// Decodes BMP files that are not compressed: palettes of 1, 2, 4 or 8 bits, and 16, 24 or 32 bits a
/// pixel, the colours of which may be wherever masks say, with rows from bottom to top or from top to
/// bottom.
///
/// Files whose masks name one give opacity; without, the fourth byte of 32 bits has no meaning.
struct BMPDecoder {
  private struct Header {
    var width = 0
    var height = 0
    var isTopDown = false
    var bitsPerPixel = 0
    var masks: [UInt32] = []
    var paletteOffset = 0
    var paletteEntrySize = 4
    var paletteCount = 0
    var pixelOffset = 0
  }

  /// Decodes `file`, which begins with the letters BM.
  static func decode(
    _ file: Span<UInt8>, options: DecodingOptions
  ) throws(ImageDecodingError) -> DecodedPicture {
    let header = try readHeader(file)
    _ = try options.limits.pixelCount(
      width: header.width, height: header.height, encodedByteCount: file.count)
    let stride = (header.width * header.bitsPerPixel + 31) / 32 * 4
    // The padding of the last row may be missing.
    let needed = stride * (header.height - 1) + (header.width * header.bitsPerPixel + 7) / 8
    let available = file.count - header.pixelOffset
    guard available >= needed else {
      throw .truncated(
        format: .bmp, offset: min(header.pixelOffset, file.count), expectedBytes: needed,
        availableBytes: max(available, 0))
    }
    let channelCount = header.masks.count == 4 && header.masks[3] != 0 ? 4 : 3
    var samples: [UInt8] = []
    samples.reserveCapacity(header.width * header.height * channelCount)
    let palette = palette(of: header, in: file)
    let fields = header.masks.prefix(channelCount).map(BMPColorField.init)
    for row in 0..<header.height {
      let stored = header.isTopDown ? row : header.height - 1 - row
      let start = header.pixelOffset + stored * stride
      for column in 0..<header.width {
        switch header.bitsPerPixel {
        case 24:
          let offset = start + 3 * column
          samples.append(file[offset + 2])
          samples.append(file[offset + 1])
          samples.append(file[offset])
        case 16, 32:
          let bytes = header.bitsPerPixel / 8
          let offset = start + bytes * column
          let pixel =
            bytes == 2
            ? UInt32(file.littleEndianHalfWord(at: offset)) : file.littleEndianWord(at: offset)
          for field in fields { samples.append(field.sample(of: pixel)) }
        default:
          let bit = column * header.bitsPerPixel
          let shift = 8 - header.bitsPerPixel - bit % 8
          let number = Int(file[start + bit / 8] >> UInt8(shift)) & (1 << header.bitsPerPixel - 1)
          samples.append(palette[3 * number])
          samples.append(palette[3 * number + 1])
          samples.append(palette[3 * number + 2])
        }
      }
    }
    let image = Image(
      width: header.width, height: header.height, colorModel: channelCount == 4 ? .rgba : .rgb,
      samples: samples)
    return DecodedPicture(image: image, format: .bmp)
  }

  private static func readHeader(_ file: Span<UInt8>) throws(ImageDecodingError) -> Header {
    func refuse(_ offset: Int, _ reason: String) -> ImageDecodingError {
      .malformed(format: .bmp, offset: offset, reason: reason)
    }
    func require(_ count: Int) throws(ImageDecodingError) {
      if file.count < count {
        throw .truncated(
          format: .bmp, offset: 0, expectedBytes: count, availableBytes: file.count)
      }
    }
    try require(26)
    let size = Int(file.littleEndianWord(at: 14))
    guard size == 12 || (40...4096).contains(size) || size == 16 || size == 64 else {
      throw refuse(14, "there is no header of \(size) bytes")
    }
    try require(14 + size)
    var header = Header()
    header.pixelOffset = Int(file.littleEndianWord(at: 10))
    header.paletteOffset = 14 + size
    var compression: UInt32 = 0
    var statedColors = 0
    let planes: Int
    if size == 12 {
      header.width = file.littleEndianHalfWord(at: 18)
      header.height = file.littleEndianHalfWord(at: 20)
      planes = file.littleEndianHalfWord(at: 22)
      header.bitsPerPixel = file.littleEndianHalfWord(at: 24)
      header.paletteEntrySize = 3
    } else {
      header.width = Int(Int32(bitPattern: file.littleEndianWord(at: 18)))
      let height = Int(Int32(bitPattern: file.littleEndianWord(at: 22)))
      header.height = abs(height)
      header.isTopDown = height < 0
      planes = file.littleEndianHalfWord(at: 26)
      header.bitsPerPixel = file.littleEndianHalfWord(at: 28)
      if size >= 40 {
        compression = file.littleEndianWord(at: 30)
        statedColors = Int(file.littleEndianWord(at: 46))
      }
    }
    guard header.width > 0, header.height > 0 else {
      throw refuse(18, "the image is \(header.width) × \(header.height) pixels")
    }
    guard planes == 1 else { throw refuse(26, "there are \(planes) planes") }
    guard [1, 2, 4, 8, 16, 24, 32].contains(header.bitsPerPixel) else {
      throw refuse(28, "\(header.bitsPerPixel) bits a pixel")
    }
    switch compression {
    case 0:
      header.masks = header.bitsPerPixel == 16 ? [0x7C00, 0x3E0, 0x1F] : [0xFF_0000, 0xFF00, 0xFF]
    case 3, 6:
      guard header.bitsPerPixel == 16 || header.bitsPerPixel == 32 else {
        throw refuse(30, "colour masks with \(header.bitsPerPixel) bits a pixel")
      }
      let hasOpacity = compression == 6 || size >= 56
      let count = hasOpacity ? 4 : 3
      try require(54 + 4 * count)
      header.masks = (0..<count).map { file.littleEndianWord(at: 54 + 4 * $0) }
    case 1, 2: throw .unsupportedFormat(name: "Run-length coded BMP")
    default: throw .unsupportedFormat(name: "BMP with compression \(compression)")
    }
    guard header.pixelOffset >= 14 + size else {
      throw refuse(10, "the pixels begin within the header")
    }
    if header.bitsPerPixel <= 8 {
      let possible = 1 << header.bitsPerPixel
      header.paletteCount = statedColors == 0 ? possible : min(statedColors, possible)
      let room = (header.pixelOffset - header.paletteOffset) / header.paletteEntrySize
      header.paletteCount = min(header.paletteCount, room)
      try require(header.paletteOffset + header.paletteCount * header.paletteEntrySize)
    }
    return header
  }

  /// Red, green and blue of 256 colours, black where the file defines none.
  private static func palette(of header: Header, in file: Span<UInt8>) -> [UInt8] {
    var colors = [UInt8](repeating: 0, count: 768)
    for number in 0..<header.paletteCount {
      let offset = header.paletteOffset + number * header.paletteEntrySize
      for channel in 0..<3 { colors[3 * number + channel] = file[offset + 2 - channel] }
    }
    return colors
  }
}

/// The bits of a pixel that are one of its samples.
struct BMPColorField {
  private let mask: UInt32
  private let shift: UInt32
  private let largest: UInt64

  init(_ mask: UInt32) {
    self.mask = mask
    shift = mask == 0 ? 0 : UInt32(mask.trailingZeroBitCount)
    largest = UInt64(mask >> shift)
  }

  /// The sample, from 0 to 255.
  func sample(of pixel: UInt32) -> UInt8 {
    largest == 0 ? 0 : UInt8(UInt64((pixel & mask) >> shift) * 255 / largest)
  }
}

extension Span<UInt8> {
  /// The number in two bytes from `offset` on, the lower first.
  func littleEndianHalfWord(at offset: Int) -> Int {
    Int(self[offset]) | Int(self[offset + 1]) << 8
  }

  /// The number in four bytes from `offset` on, the lowest first.
  func littleEndianWord(at offset: Int) -> UInt32 {
    UInt32(littleEndianHalfWord(at: offset)) | UInt32(littleEndianHalfWord(at: offset + 2)) << 16
  }
}

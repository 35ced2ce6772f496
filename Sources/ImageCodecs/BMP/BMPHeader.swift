/// What a BMP file says before its pixels.
struct BMPHeader {
  /// How the pixels are stored.
  enum Compression {
    case none
    /// Runs of bytes (8 bits a pixel) or of pairs of pixels in turn (4 bits).
    case runLengths
  }

  private(set) var width = 0
  private(set) var height = 0
  private(set) var isTopDown = false
  private(set) var bitsPerPixel = 0
  private(set) var compression = Compression.none
  /// The bits of red, green, blue and perhaps opacity; empty where a palette gives colours.
  private(set) var masks: [UInt32] = []
  private(set) var pixelOffset = 0
  private var paletteOffset = 0
  private var paletteEntrySize = 4
  private(set) var paletteCount = 0

  /// Whether pixels are numbers of colours.
  var hasPalette: Bool { bitsPerPixel <= 8 }

  /// Whether a mask names bits of opacity.
  var hasOpacity: Bool { !hasPalette && masks.count == 4 && masks[3] != 0 }

  /// Bytes from a row to the next, if they are not compressed.
  var stride: Int { (width * bitsPerPixel + 31) / 32 * 4 }

  /// Reads the headers of `file`, which begins with the letters BM.
  init(_ file: Span<UInt8>) throws(ImageDecodingError) {
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
    pixelOffset = Int(file.littleEndianWord(at: 10))
    paletteOffset = 14 + size
    var method: UInt32 = 0
    var statedColors = 0
    if size == 12 {
      width = file.littleEndianHalfWord(at: 18)
      height = file.littleEndianHalfWord(at: 20)
      bitsPerPixel = file.littleEndianHalfWord(at: 24)
      paletteEntrySize = 3
    } else {
      width = Int(Int32(bitPattern: file.littleEndianWord(at: 18)))
      let signedHeight = Int(Int32(bitPattern: file.littleEndianWord(at: 22)))
      height = abs(signedHeight)
      isTopDown = signedHeight < 0
      bitsPerPixel = file.littleEndianHalfWord(at: 28)
      if size >= 40 {
        method = file.littleEndianWord(at: 30)
        statedColors = Int(file.littleEndianWord(at: 46))
      }
    }
    guard width > 0, height > 0 else {
      throw refuse(18, "the image is \(width) × \(height) pixels")
    }
    if let name = Self.unusualForm(method: method, bitsPerPixel: bitsPerPixel) {
      throw .unsupportedFormat(name: name)
    }
    guard [1, 2, 4, 8, 16, 24, 32].contains(bitsPerPixel) else {
      throw refuse(28, "\(bitsPerPixel) bits a pixel")
    }
    switch method {
    case 0: masks = bitsPerPixel == 16 ? [0x7C00, 0x3E0, 0x1F] : [0xFF_0000, 0xFF00, 0xFF]
    case 1, 2:
      guard bitsPerPixel == (method == 1 ? 8 : 4) else {
        throw refuse(30, "run lengths with \(bitsPerPixel) bits a pixel")
      }
      compression = .runLengths
    case 3, 6:
      guard bitsPerPixel == 16 || bitsPerPixel == 32 else {
        throw refuse(30, "colour masks with \(bitsPerPixel) bits a pixel")
      }
      let count = method == 6 || size >= 56 ? 4 : 3
      try require(54 + 4 * count)
      masks = (0..<count).map { file.littleEndianWord(at: 54 + 4 * $0) }
    default: throw .unsupportedFormat(name: "BMP with compression \(method)")
    }
    guard pixelOffset >= 14 + size else { throw refuse(10, "the pixels begin within the header") }
    if hasPalette {
      let possible = 1 << bitsPerPixel
      let room = (pixelOffset - paletteOffset) / paletteEntrySize
      paletteCount = min(statedColors == 0 ? possible : min(statedColors, possible), room)
      try require(paletteOffset + paletteCount * paletteEntrySize)
    }
  }

  /// The name of a form that hardly any program writes; `nil` for all others.
  private static func unusualForm(method: UInt32, bitsPerPixel: Int) -> String? {
    switch (method, bitsPerPixel) {
    case (4, 0): "BMP with a JPEG inside"
    case (5, 0): "BMP with a PNG inside"
    case (3, 1): "BMP in the Huffman code of OS/2"
    case (4, 24): "BMP with run lengths of 24 bits"
    case (0, 64): "BMP with 64 bits a pixel"
    default: nil
    }
  }

  /// Red, green and blue of 256 colours, black where the file defines none.
  func palette(in file: Span<UInt8>) -> [UInt8] {
    var colors = [UInt8](repeating: 0, count: 768)
    for number in 0..<paletteCount {
      let offset = paletteOffset + number * paletteEntrySize
      for channel in 0..<3 { colors[3 * number + channel] = file[offset + 2 - channel] }
    }
    return colors
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

/// Decodes the Netpbm formats P1 to P7: bitmaps, graymaps and pixmaps, as text or binary, and
/// arbitrary maps of grey or colours with or without opacity.
///
/// Of several images in a file the first is taken.
enum PNMDecoder {
  /// Decodes `file`, which begins with P and a digit from 1 to 7.
  static func decode(
    _ file: Span<UInt8>, options: DecodingOptions
  ) throws(ImageDecodingError) -> DecodedPicture {
    let kind = file[1] - UInt8(ascii: "0")
    if kind == 7 { return try decodeArbitraryMap(file, options: options) }
    var scanner = PNMScanner(position: 2)
    let width = try scanner.number(in: file, named: "width")
    let height = try scanner.number(in: file, named: "height")
    guard width > 0, height > 0 else {
      throw .malformed(
        format: .pnm, offset: 2, reason: "the image is \(width) × \(height) pixels")
    }
    let pixelCount = try options.limits.pixelCount(
      width: width, height: height, encodedByteCount: file.count)
    let isBitmap = kind == 1 || kind == 4
    let maximum = isBitmap ? 1 : try scanner.number(in: file, named: "largest value")
    guard (1...65_535).contains(maximum) else {
      throw .malformed(
        format: .pnm, offset: scanner.position,
        reason: "the largest value is \(maximum), not from 1 to 65535")
    }
    // One white space character, which the last number's end has consumed, precedes the samples.
    let colorModel: Image.ColorModel = kind == 3 || kind == 6 ? .rgb : .gray
    let raster = PNMRaster(
      width: width, sampleCount: pixelCount * colorModel.channelCount, maximum: maximum,
      acceptsDamage: options.acceptsDamage)
    let (samples, damage) = try raster.samples(kind: kind, in: file, from: scanner.position)
    let image = Image(width: width, height: height, colorModel: colorModel, samples: samples)
    return DecodedPicture(image: image, format: .pnm, damage: damage)
  }

  private static func decodeArbitraryMap(
    _ file: Span<UInt8>, options: DecodingOptions
  ) throws(ImageDecodingError) -> DecodedPicture {
    let header = try PAMHeader(file)
    let pixelCount = try options.limits.pixelCount(
      width: header.width, height: header.height, encodedByteCount: file.count)
    let raster = PNMRaster(
      width: header.width, sampleCount: pixelCount * header.colorModel.channelCount,
      maximum: header.maximum, acceptsDamage: options.acceptsDamage)
    let (samples, damage) = try raster.samples(kind: 7, in: file, from: header.dataOffset)
    let image = Image(
      width: header.width, height: header.height, colorModel: header.colorModel, samples: samples)
    return DecodedPicture(image: image, format: .pnm, damage: damage)
  }
}

/// Reads the text parts of a Netpbm file.
struct PNMScanner {
  /// The next byte.
  var position: Int

  /// The next byte, where a comment counts as the end of its line; `nil` at the end of the file.
  private mutating func nextByte(in file: Span<UInt8>) -> UInt8? {
    guard position < file.count else { return nil }
    if file[position] == UInt8(ascii: "#") {
      while position < file.count, !Self.isLineEnd(file[position]) { position += 1 }
      guard position < file.count else { return nil }
    }
    position += 1
    return file[position - 1]
  }

  /// The next byte that is not white space.
  mutating func nextVisibleByte(in file: Span<UInt8>) throws(ImageDecodingError) -> UInt8 {
    while let byte = nextByte(in: file) {
      if !Self.isWhiteSpace(byte) { return byte }
    }
    throw .truncated(format: .pnm, offset: file.count, expectedBytes: 1, availableBytes: 0)
  }

  /// The next number of the header; consumes one character after it.
  mutating func number(
    in file: Span<UInt8>, named name: String
  ) throws(ImageDecodingError) -> Int {
    let value = try number(in: file)
    // Otherwise the file could have been cut in the middle of the number.
    guard value.isEnded else {
      throw .truncated(format: .pnm, offset: file.count, expectedBytes: 1, availableBytes: 0)
    }
    guard let number = value.number else {
      throw .malformed(
        format: .pnm, offset: position - 1, reason: "the \(name) is not a sensible number")
    }
    return number
  }

  /// The next number, `nil` if there is something else or it has more than nine digits, and whether
  /// something follows it.
  mutating func number(
    in file: Span<UInt8>
  ) throws(ImageDecodingError) -> (number: Int?, isEnded: Bool) {
    var byte = try nextVisibleByte(in: file)
    var number = 0
    while true {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), number < 100_000_000 else {
        return (nil, true)
      }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
      guard let next = nextByte(in: file) else { return (number, false) }
      if Self.isWhiteSpace(next) { return (number, true) }
      byte = next
    }
  }

  private static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (9...13).contains(byte)
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
}

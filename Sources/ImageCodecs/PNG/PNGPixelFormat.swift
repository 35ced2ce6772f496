import PixelRows

/// How the bytes of a PNG row become samples of 8 bits.
struct PNGPixelFormat {
  private enum Conversion {
    /// The bytes are the samples.
    case none
    /// Of two bytes the first counts.
    case highByte
    /// Each number of up to 8 bits stands for a colour: one of a palette, or a grey.
    case colors([UInt32])
    /// 8 or 16 bits, and the colour that is transparent.
    case keyed(key: [Int])
  }

  let colorModel: Image.ColorModel
  private let conversion: Conversion
  private let bitDepth: Int
  private let storedChannelCount: Int

  /// Chooses the conversion.
  ///
  /// - Parameters:
  ///   - palette: Red, green and blue of each colour, if there is a palette.
  ///   - transparency: The contents of chunk tRNS, if there is one: opacities of the palette's
  ///     colours, or the grey or colour, as two bytes a sample, that is transparent.
  init(header: PNGHeader, palette: [UInt8], transparency: [UInt8]?) {
    bitDepth = header.bitDepth
    storedChannelCount = header.colorType.channelCount
    // Bits that samples do not have do not count.
    let sampleBits = 1 << header.bitDepth - 1
    let key = transparency.map { bytes in
      stride(from: 0, to: bytes.count - 1, by: 2).map {
        bytes.span.bigEndianHalfWord(at: $0) & sampleBits
      }
    }
    let plain: Conversion = header.bitDepth == 16 ? .highByte : .none
    switch header.colorType {
    case .gray:
      colorModel = key == nil ? .gray : .grayAlpha
      if header.bitDepth < 8 || (header.bitDepth == 8 && key != nil) {
        conversion = .colors(Self.grays(bitDepth: header.bitDepth, key: key?.first))
      } else {
        conversion = key.map { .keyed(key: $0) } ?? plain
      }
    case .rgb:
      colorModel = key == nil ? .rgb : .rgba
      conversion = key.map { .keyed(key: $0) } ?? plain
    case .palette:
      colorModel = transparency == nil ? .rgb : .rgba
      conversion = .colors(Self.colors(palette, opacities: transparency))
    case .grayAlpha:
      colorModel = .grayAlpha
      conversion = plain
    case .rgba:
      colorModel = .rgba
      conversion = plain
    }
  }

  /// Samples of a pixel in the image.
  var channelCount: Int { colorModel.channelCount }

  /// Whether the bytes are the samples.
  var isStoredAsIs: Bool {
    if case .none = conversion { true } else { false }
  }

  /// Turns a row's bytes into samples.
  ///
  /// - Parameters:
  ///   - row: The bytes.
  ///   - pixelCount: How many pixels they are.
  ///   - samples: Where the samples are written, from `start` on.
  ///   - scratch: At least a byte a pixel, where there are fewer than 8 bits a sample.
  func convert(
    _ row: Span<UInt8>, pixelCount: Int, into samples: inout MutableSpan<UInt8>, at start: Int,
    _ scratch: inout [UInt8]
  ) {
    switch conversion {
    case .none:
      for index in row.indices { samples[start + index] = row[index] }
    case .highByte:
      SampleConversion.takeHighBytes(
        of: row, count: pixelCount * storedChannelCount, into: &samples, at: start)
    case .colors(let colors):
      if bitDepth == 8 {
        SampleConversion.lookUp(
          row, in: colors.span, channelCount: channelCount, into: &samples, at: start)
      } else {
        var numbers = scratch.mutableSpan
        SampleConversion.unpack(row, bits: bitDepth, count: pixelCount, into: &numbers)
        SampleConversion.lookUp(
          scratch.span.extracting(0..<pixelCount), in: colors.span, channelCount: channelCount,
          into: &samples, at: start)
      }
    case .keyed(let key):
      convertKeyed(row, key, pixelCount: pixelCount, into: &samples, at: start)
    }
  }

  private func convertKeyed(
    _ row: Span<UInt8>, _ key: [Int], pixelCount: Int, into samples: inout MutableSpan<UInt8>,
    at start: Int
  ) {
    let bytesPerSample = bitDepth / 8
    for pixel in 0..<pixelCount {
      let target = start + pixel * (storedChannelCount + 1)
      var isTransparent = true
      for channel in 0..<storedChannelCount {
        let source = (pixel * storedChannelCount + channel) * bytesPerSample
        let value = bytesPerSample == 2 ? row.bigEndianHalfWord(at: source) : Int(row[source])
        if value != key[channel] { isTransparent = false }
        samples[target + channel] = row[source]
      }
      samples[target + storedChannelCount] = isTransparent ? 0 : 255
    }
  }

  /// The grey, and the opacity above it, for each number of fewer than 8 bits, or of 8 bits.
  private static func grays(bitDepth: Int, key: Int?) -> [UInt32] {
    // The highest value becomes 255.
    let highest = 1 << bitDepth - 1
    return (0..<256).map { value in
      UInt32(min(value, highest) * (255 / highest)) | (value == key ? 0 : 0xFF00)
    }
  }

  /// Red, green, blue and opacity of 256 colours; those that the file does not define are black, as
  /// in libpng.
  private static func colors(_ palette: [UInt8], opacities: [UInt8]?) -> [UInt32] {
    (0..<256).map { color in
      let opacity = opacities.flatMap { color < $0.count ? $0[color] : nil } ?? 255
      guard color * 3 + 2 < palette.count else { return UInt32(opacity) << 24 }
      return UInt32(palette[color * 3]) | UInt32(palette[color * 3 + 1]) << 8
        | UInt32(palette[color * 3 + 2]) << 16 | UInt32(opacity) << 24
    }
  }
}

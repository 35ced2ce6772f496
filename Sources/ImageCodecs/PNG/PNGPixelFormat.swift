/// How the bytes of a PNG row become samples of 8 bits.
struct PNGPixelFormat {
  private enum Conversion {
    /// The bytes are the samples.
    case none
    /// Of two bytes the first counts.
    case highByte
    /// Grey in fewer than 8 bits.
    case packedGray(key: Int?)
    /// 8 or 16 bits, and the colour that is transparent.
    case keyed(key: [Int])
    /// Numbers of colours.
    case palette([UInt8])
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
    let key = transparency.map { bytes in
      stride(from: 0, to: bytes.count - 1, by: 2).map { bytes.span.bigEndianHalfWord(at: $0) }
    }
    let plain: Conversion = header.bitDepth == 16 ? .highByte : .none
    switch header.colorType {
    case .gray:
      colorModel = key == nil ? .gray : .grayAlpha
      if header.bitDepth < 8 {
        conversion = .packedGray(key: key?.first)
      } else {
        conversion = key.map { .keyed(key: $0) } ?? plain
      }
    case .rgb:
      colorModel = key == nil ? .rgb : .rgba
      conversion = key.map { .keyed(key: $0) } ?? plain
    case .palette:
      colorModel = transparency == nil ? .rgb : .rgba
      conversion = .palette(Self.colors(palette, opacities: transparency))
    case .grayAlpha:
      colorModel = .grayAlpha
      conversion = plain
    case .rgba:
      colorModel = .rgba
      conversion = plain
    }
  }

  /// Turns a row's bytes into samples; `samples.count` says of how many pixels.
  func convert(_ row: Span<UInt8>, into samples: inout MutableSpan<UInt8>) {
    switch conversion {
    case .none:
      precondition(row.count >= samples.count)
      for index in samples.indices { samples[index] = row[index] }
    case .highByte:
      for index in samples.indices { samples[index] = row[index &* 2] }
    case .packedGray(let key): convertPackedGray(row, key, into: &samples)
    case .keyed(let key): convertKeyed(row, key, into: &samples)
    case .palette(let colors): convertPalette(row, colors.span, into: &samples)
    }
  }

  private func convertPackedGray(
    _ row: Span<UInt8>, _ key: Int?, into samples: inout MutableSpan<UInt8>
  ) {
    // The highest value, 1, 3 or 15, becomes 255.
    let scale = 255 / (1 << bitDepth - 1)
    let channelCount = key == nil ? 1 : 2
    for pixel in 0..<samples.count / channelCount {
      let value = packedSample(pixel, of: row)
      samples[pixel * channelCount] = UInt8(value * scale)
      if let key { samples[pixel * 2 + 1] = value == key ? 0 : 255 }
    }
  }

  private func convertKeyed(
    _ row: Span<UInt8>, _ key: [Int], into samples: inout MutableSpan<UInt8>
  ) {
    let bytesPerSample = bitDepth / 8
    for pixel in 0..<samples.count / (storedChannelCount + 1) {
      let target = pixel * (storedChannelCount + 1)
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

  private func convertPalette(
    _ row: Span<UInt8>, _ colors: Span<UInt8>, into samples: inout MutableSpan<UInt8>
  ) {
    let channelCount = colorModel.channelCount
    for pixel in 0..<samples.count / channelCount {
      let color = (bitDepth == 8 ? Int(row[pixel]) : packedSample(pixel, of: row)) &* 4
      let target = pixel &* channelCount
      samples[target] = colors[color]
      samples[target &+ 1] = colors[color &+ 1]
      samples[target &+ 2] = colors[color &+ 2]
      if channelCount == 4 { samples[target &+ 3] = colors[color &+ 3] }
    }
  }

  /// A sample of fewer than 8 bits.
  private func packedSample(_ index: Int, of row: Span<UInt8>) -> Int {
    let bit = index * bitDepth
    return Int(row[bit >> 3] >> UInt8(8 - bitDepth - bit & 7)) & (1 << bitDepth - 1)
  }

  /// Red, green, blue and opacity of 256 colours; those that the file does not define are black, as
  /// in libpng.
  private static func colors(_ palette: [UInt8], opacities: [UInt8]?) -> [UInt8] {
    (0..<256).flatMap { color in
      let isDefined = color * 3 + 2 < palette.count
      let opacity = opacities.flatMap { color < $0.count ? $0[color] : nil } ?? 255
      return (0..<3).map { isDefined ? palette[color * 3 + $0] : 0 } + [opacity]
    }
  }
}

/// The samples of a Netpbm file, to be read in one of the format's four ways.
struct PNMRaster {
  let width: Int
  let sampleCount: Int
  let maximum: Int

  /// Ones and zeros as text, not necessarily with space between them; one is black.
  func plainBits(
    in file: Span<UInt8>, _ scanner: inout PNMScanner
  ) throws(ImageDecodingError) -> [UInt8] {
    try require(sampleCount, in: file, from: scanner.position)
    var samples: [UInt8] = []
    samples.reserveCapacity(sampleCount)
    for _ in 0..<sampleCount {
      switch try scanner.nextVisibleByte(in: file) {
      case UInt8(ascii: "0"): samples.append(255)
      case UInt8(ascii: "1"): samples.append(0)
      default: throw malformed(scanner.position - 1, "a bit is neither 0 nor 1")
      }
    }
    return samples
  }

  /// Eight pixels a byte, the first one highest, each row from a byte of its own; one is black.
  func packedBits(
    in file: Span<UInt8>, _ scanner: PNMScanner
  ) throws(ImageDecodingError) -> [UInt8] {
    let rowByteCount = (width + 7) / 8
    let height = sampleCount / width
    try require(rowByteCount * height, in: file, from: scanner.position)
    return [UInt8](capacity: sampleCount) { samples in
      for row in 0..<height {
        let start = scanner.position + row * rowByteCount
        for column in 0..<width {
          let bit = file[start + column / 8] >> UInt8(7 - column % 8) & 1
          samples.append(bit == 0 ? 255 : 0)
        }
      }
    }
  }

  /// Decimal numbers.
  func plainSamples(
    in file: Span<UInt8>, _ scanner: inout PNMScanner
  ) throws(ImageDecodingError) -> [UInt8] {
    // A digit each, and something between two.
    try require(sampleCount * 2 - 1, in: file, from: scanner.position)
    var samples: [UInt8] = []
    samples.reserveCapacity(sampleCount)
    for _ in 0..<sampleCount {
      guard let number = try scanner.number(in: file).number else {
        throw malformed(scanner.position - 1, "a sample is not a sensible number")
      }
      try check(number, at: scanner.position - 1)
      samples.append(scaled(number))
    }
    return samples
  }

  /// One byte a sample, or two, the higher first, if the largest value is above 255.
  func binarySamples(
    in file: Span<UInt8>, _ scanner: PNMScanner
  ) throws(ImageDecodingError) -> [UInt8] {
    let bytesPerSample = maximum > 255 ? 2 : 1
    let start = scanner.position
    try require(sampleCount * bytesPerSample, in: file, from: start)
    let raster = file.extracting(start..<start + sampleCount * bytesPerSample)
    if maximum == 255 {
      return [UInt8](capacity: sampleCount) { samples in
        for index in raster.indices { samples.append(raster[index]) }
      }
    }
    var samples: [UInt8] = []
    samples.reserveCapacity(sampleCount)
    for index in 0..<sampleCount {
      let number =
        bytesPerSample == 2 ? raster.bigEndianHalfWord(at: index * 2) : Int(raster[index])
      try check(number, at: start + index * bytesPerSample)
      samples.append(scaled(number))
    }
    return samples
  }

  /// Rounds to the nearest of 0…255, halves up, as Netpbm does.
  private func scaled(_ number: Int) -> UInt8 {
    UInt8((number * 255 + maximum / 2) / maximum)
  }

  private func check(_ number: Int, at offset: Int) throws(ImageDecodingError) {
    if number > maximum {
      throw malformed(offset, "a sample is \(number), more than the stated \(maximum)")
    }
  }

  private func require(
    _ byteCount: Int, in file: Span<UInt8>, from offset: Int
  ) throws(ImageDecodingError) {
    let available = file.count - offset
    if byteCount > available {
      throw .truncated(
        format: .pnm, offset: offset, expectedBytes: byteCount, availableBytes: available)
    }
  }

  private func malformed(_ offset: Int, _ reason: String) -> ImageDecodingError {
    .malformed(format: .pnm, offset: offset, reason: reason)
  }
}

/// The samples of a Netpbm file, to be read in one of the format's four ways.
struct PNMRaster {
  let width: Int
  let sampleCount: Int
  let maximum: Int

  /// Whether the samples that are there are kept when others are missing or wrong.
  let acceptsDamage: Bool

  /// The samples, and what was wrong with those that are 0 instead.
  ///
  /// - Parameters:
  ///   - kind: The digit of the format, which says how samples are written.
  ///   - file: The file.
  ///   - start: Where the samples begin.
  func samples(
    kind: UInt8, in file: Span<UInt8>, from start: Int
  ) throws(ImageDecodingError) -> (samples: [UInt8], damage: ImageDecodingError?) {
    if !acceptsDamage { try require(leastByteCount(kind: kind), in: file, from: start) }
    var samples: [UInt8] = []
    samples.reserveCapacity(sampleCount)
    do throws(ImageDecodingError) {
      switch kind {
      case 1: try appendPlainBits(of: file, from: start, to: &samples)
      case 4: try appendPackedBits(of: file, from: start, to: &samples)
      case 2, 3: try appendPlainSamples(of: file, from: start, to: &samples)
      default: try appendBinarySamples(of: file, from: start, to: &samples)
      }
    } catch {
      guard acceptsDamage else { throw error }
      samples.append(contentsOf: repeatElement(0, count: sampleCount - samples.count))
      return (samples, error)
    }
    return (samples, nil)
  }

  /// The fewest bytes that can hold the samples.
  private func leastByteCount(kind: UInt8) -> Int {
    switch kind {
    case 1: sampleCount
    // A digit each, and something between two.
    case 2, 3: sampleCount * 2 - 1
    case 4: (width + 7) / 8 * (sampleCount / width)
    default: sampleCount * bytesPerSample
    }
  }

  private var bytesPerSample: Int { maximum > 255 ? 2 : 1 }

  /// Ones and zeros as text, not necessarily with space between them; one is black.
  private func appendPlainBits(
    of file: Span<UInt8>, from start: Int, to samples: inout [UInt8]
  ) throws(ImageDecodingError) {
    var scanner = PNMScanner(position: start)
    for _ in 0..<sampleCount {
      switch try scanner.nextVisibleByte(in: file) {
      case UInt8(ascii: "0"): samples.append(255)
      case UInt8(ascii: "1"): samples.append(0)
      default: throw malformed(scanner.position - 1, "a bit is neither 0 nor 1")
      }
    }
  }

  /// Eight pixels a byte, the first one highest, each row from a byte of its own; one is black.
  private func appendPackedBits(
    of file: Span<UInt8>, from start: Int, to samples: inout [UInt8]
  ) throws(ImageDecodingError) {
    let rowByteCount = (width + 7) / 8
    for row in 0..<sampleCount / width {
      let rowStart = start + row * rowByteCount
      try require(rowByteCount, in: file, from: rowStart)
      for column in 0..<width {
        let bit = file[rowStart + column / 8] >> UInt8(7 - column % 8) & 1
        samples.append(bit == 0 ? 255 : 0)
      }
    }
  }

  /// Decimal numbers.
  private func appendPlainSamples(
    of file: Span<UInt8>, from start: Int, to samples: inout [UInt8]
  ) throws(ImageDecodingError) {
    var scanner = PNMScanner(position: start)
    for _ in 0..<sampleCount {
      guard let number = try scanner.number(in: file).number else {
        throw malformed(scanner.position - 1, "a sample is not a sensible number")
      }
      try check(number, at: scanner.position - 1)
      samples.append(scaled(number))
    }
  }

  /// One byte a sample, or two, the higher first, if the largest value is above 255.
  private func appendBinarySamples(
    of file: Span<UInt8>, from start: Int, to samples: inout [UInt8]
  ) throws(ImageDecodingError) {
    let availableCount = min(sampleCount, max(file.count - start, 0) / bytesPerSample)
    if maximum == 255 {
      for index in start..<start + availableCount { samples.append(file[index]) }
    } else {
      for index in 0..<availableCount {
        let offset = start + index * bytesPerSample
        let number = bytesPerSample == 2 ? file.bigEndianHalfWord(at: offset) : Int(file[offset])
        try check(number, at: offset)
        samples.append(scaled(number))
      }
    }
    try require(sampleCount * bytesPerSample, in: file, from: start)
  }

  /// Rounds to the nearest of 0…255, in the arithmetic of Pillow: halves to the even one.
  private func scaled(_ number: Int) -> UInt8 {
    UInt8((Double(number) / Double(maximum) * 255).rounded(.toNearestOrEven))
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

import Deflate

extension Image {
  /// This image as a PNG file: 8 bits a sample, not interlaced, without ancillary chunks.
  ///
  /// Each row gets the filter whose differences, taken as signed numbers, have the smallest sum of
  /// absolute values, the heuristic that the PNG specification recommends.
  public func pngEncoded() -> [UInt8] {
    var file = PNGDecoder.signature
    PNGChunk.append(.header, pngHeader.span, to: &file)
    let compressed = deflate(filteredRows().span, format: .zlib)
    // A chunk's length has 31 bits.
    let longest = 1 << 30
    for start in stride(from: 0, to: compressed.count, by: longest) {
      let end = min(start + longest, compressed.count)
      PNGChunk.append(.imageData, compressed.span.extracting(start..<end), to: &file)
    }
    PNGChunk.append(.end, [UInt8]().span, to: &file)
    return file
  }

  private var pngHeader: [UInt8] {
    let colorType: PNGHeader.ColorType =
      switch colorModel {
      case .gray: .gray
      case .grayAlpha: .grayAlpha
      case .rgb: .rgb
      case .rgba: .rgba
      }
    let sizes = [width, height].flatMap { size in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) }
    }
    return sizes + [8, colorType.rawValue, 0, 0, 0]
  }

  /// The rows, each after its filter's number.
  private func filteredRows() -> [UInt8] {
    let rowByteCount = width * channelCount
    let distance = channelCount
    var above = [UInt8](repeating: 0, count: distance + rowByteCount)
    var row = above
    var candidate = [UInt8](repeating: 0, count: rowByteCount)
    var best = candidate
    var filtered: [UInt8] = []
    filtered.reserveCapacity((rowByteCount + 1) * height)
    for start in stride(from: 0, to: samples.count, by: rowByteCount) {
      row.replaceSubrange(distance..., with: samples[start..<start + rowByteCount])
      var bestFilter = PNGFilter.none
      var leastSum = Int.max
      for filter in PNGFilter.allCases {
        var differences = candidate.mutableSpan
        filter.apply(to: row.span, above: above.span, into: &differences, distance: distance)
        let sum = Self.sumOfMagnitudes(candidate.span)
        if sum < leastSum {
          leastSum = sum
          bestFilter = filter
          swap(&best, &candidate)
        }
      }
      filtered.append(bestFilter.rawValue)
      filtered.append(contentsOf: best)
      swap(&row, &above)
    }
    return filtered
  }

  /// The sum of the absolute values of bytes taken as signed numbers.
  private static func sumOfMagnitudes(_ bytes: Span<UInt8>) -> Int {
    var sum = 0
    for index in bytes.indices { sum &+= Int(Int8(bitPattern: bytes[index]).magnitude) }
    return sum
  }
}

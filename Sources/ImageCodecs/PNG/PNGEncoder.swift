import Deflate
import PixelRows

/// How much is tried to make a PNG file small.
public enum PNGEffort: Sendable, CaseIterable {
  /// Nothing is compressed: the fastest and largest.
  case stored
  /// Few repetitions are sought.
  case fast
  /// About as small as zlib's level 6 makes it.
  case standard

  var deflateEffort: DeflateEffort {
    switch self {
    case .stored: .stored
    case .fast: .fast
    case .standard: .standard
    }
  }
}

extension Image {
  /// This image as a PNG file: 8 bits a sample, not interlaced, without ancillary chunks.
  ///
  /// Each row gets the filter whose differences, taken as signed numbers, have the smallest sum of
  /// absolute values, the heuristic that the PNG specification recommends; none if nothing is
  /// compressed.
  public func pngEncoded(effort: PNGEffort = .standard) -> [UInt8] {
    var file = PNGDecoder.signature
    PNGChunk.append(.header, pngHeader.span, to: &file)
    let compressed = deflate(
      filteredRows(effort: effort).span, format: .zlib, effort: effort.deflateEffort)
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
  private func filteredRows(effort: PNGEffort) -> [UInt8] {
    let filters = effort == .stored ? [RowFilter.none] : RowFilter.allCases
    let rowByteCount = width * channelCount
    var candidate = [UInt8](repeating: 0, count: rowByteCount)
    var best = candidate
    var filtered: [UInt8] = []
    filtered.reserveCapacity((rowByteCount + 1) * height)
    for start in stride(from: 0, to: samples.count, by: rowByteCount) {
      var bestFilter = RowFilter.none
      var leastSum = Int.max
      for filter in filters {
        var differences = candidate.mutableSpan
        let sum = filter.apply(
          to: samples.span, at: start, above: start == 0 ? nil : start - rowByteCount,
          into: &differences, distance: channelCount)
        if sum < leastSum {
          leastSum = sum
          bestFilter = filter
          swap(&best, &candidate)
        }
      }
      filtered.append(bestFilter.rawValue)
      filtered.append(contentsOf: best)
    }
    return filtered
  }
}

import PixelRows

/// Turns the filtered rows of a PNG file into those of an image.
struct PNGRows {
  let header: PNGHeader
  let format: PNGPixelFormat
  /// Where the image data begins in the file, for messages.
  let imageDataOffset: Int

  /// Decodes the rows of one pass.
  func decode(
    _ pass: PNGPass, from data: inout PNGImageData, of file: Span<UInt8>,
    into image: inout MutableSpan<UInt8>
  ) throws(ImageDecodingError) {
    let filteredCount = pass.rowByteCount(of: header) + 1
    // This row and the one above, one after the other, where they cannot stand in the image.
    let isDirect = format.isStoredAsIs && pass.columnStep == 1
    let canPairRows = isDirect && (3...4).contains(header.filterDistance) && pass.width > 1
    var rows = [UInt8](repeating: 0, count: isDirect ? 0 : 2 * (filteredCount - 1))
    // The samples of a row whose pixels are not neighbours in the image.
    var pixels = [UInt8](
      repeating: 0, count: pass.columnStep > 1 ? pass.width * format.channelCount : 0)
    // A byte a sample of fewer bits.
    var scratch = [UInt8](repeating: 0, count: header.bitDepth < 8 ? pass.width : 0)
    var rowIndex = 0
    var unknownFilter: UInt8?
    while rowIndex < pass.height {
      try data.read(filteredCount, of: file) { bytes in
        var used = 0
        while rowIndex < pass.height, bytes.count - used >= filteredCount {
          guard let filter = RowFilter(rawValue: bytes[used]) else {
            unknownFilter = bytes[used]
            break
          }
          let next = used + filteredCount
          if canPairRows, filter == .paeth, rowIndex > 0,
            rowIndex + 1 < pass.height, bytes.count - next >= filteredCount,
            bytes[next] == RowFilter.paeth.rawValue
          {
            let step = pass.rowStep * header.width * format.channelCount
            RowFilter.reconstructPaethPair(
              bytes.extracting(used + 1..<next), bytes.extracting(next + 1..<next + filteredCount),
              in: &image, at: pass.firstRow * header.width * format.channelCount + rowIndex * step,
              step: step, distance: header.filterDistance)
            used += 2 * filteredCount
            rowIndex += 2
            continue
          }
          decodeRow(
            rowIndex, of: pass, filter,
            bytes.extracting(used + 1..<used + filteredCount), &rows, &pixels, &scratch,
            into: &image)
          used += filteredCount
          rowIndex += 1
        }
        return used
      }
      if let unknownFilter {
        throw .malformed(
          format: .png, offset: imageDataOffset,
          reason: "row \(rowIndex) has the unknown filter \(unknownFilter)")
      }
    }
  }

  private func decodeRow(
    _ index: Int, of pass: PNGPass, _ filter: RowFilter, _ differences: Span<UInt8>,
    _ rows: inout [UInt8], _ pixels: inout [UInt8], _ scratch: inout [UInt8],
    into image: inout MutableSpan<UInt8>
  ) {
    let distance = header.filterDistance
    let channelCount = format.channelCount
    let firstPixel = (pass.firstRow + index * pass.rowStep) * header.width + pass.firstColumn
    let target = firstPixel * channelCount
    if format.isStoredAsIs && pass.columnStep == 1 {
      let step = pass.rowStep * header.width * channelCount
      filter.reconstruct(
        differences, in: &image, at: target, above: index == 0 ? nil : target - step,
        distance: distance)
      return
    }
    let count = differences.count
    let start = index % 2 == 0 ? 0 : count
    var rowSpan = rows.mutableSpan
    filter.reconstruct(
      differences, in: &rowSpan, at: start, above: index == 0 ? nil : count - start,
      distance: distance)
    let row = rows.span.extracting(start..<start + count)
    if pass.columnStep == 1 {
      format.convert(row, pixelCount: pass.width, into: &image, at: target, &scratch)
    } else if format.isStoredAsIs {
      SampleConversion.scatter(
        row, channelCount: channelCount, into: &image, at: target, step: pass.columnStep)
    } else {
      var converted = pixels.mutableSpan
      format.convert(row, pixelCount: pass.width, into: &converted, at: 0, &scratch)
      SampleConversion.scatter(
        pixels.span.extracting(0..<pass.width * channelCount), channelCount: channelCount,
        into: &image, at: target, step: pass.columnStep)
    }
  }
}

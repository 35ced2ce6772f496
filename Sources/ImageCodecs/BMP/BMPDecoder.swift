/// Decodes BMP files: palettes of 1, 2, 4 or 8 bits, which may be run-length coded, and 16, 24 or 32
/// bits a pixel, the colours of which may be wherever masks say, with rows from bottom to top or from
/// top to bottom.
///
/// Files whose masks name one give opacity; without, the fourth byte of 32 bits has no meaning.
enum BMPDecoder {
  /// Decodes `file`, which begins with the letters BM.
  static func decode(
    _ file: Span<UInt8>, options: DecodingOptions
  ) throws(ImageDecodingError) -> DecodedPicture {
    let header = try BMPHeader(file)
    let pixelCount = try options.limits.pixelCount(
      width: header.width, height: header.height, encodedByteCount: file.count)
    var damage: ImageDecodingError?
    var indices: [UInt8] = []
    var rowCount = header.height
    let available = max(file.count - header.pixelOffset, 0)
    if header.compression == .runLengths {
      indices = [UInt8](repeating: 0, count: pixelCount)
      var target = indices.mutableSpan
      let start = min(header.pixelOffset, file.count)
      damage = BMPRunLengths(width: header.width, height: header.height, bits: header.bitsPerPixel)
        .decode(file, from: start, into: &target)
    } else {
      // The padding of the last row may be missing.
      let lastRow = (header.width * header.bitsPerPixel + 7) / 8
      let needed = header.stride * (header.height - 1) + lastRow
      if available < needed {
        rowCount = available < lastRow ? 0 : (available - lastRow) / header.stride + 1
        damage = .truncated(
          format: .bmp, offset: min(header.pixelOffset, file.count), expectedBytes: needed,
          availableBytes: available)
      }
    }
    if let damage, !options.acceptsDamage { throw damage }

    let model: Image.ColorModel = header.hasOpacity ? .rgba : .rgb
    let rowLength = header.width * model.channelCount
    var samples = [UInt8](repeating: 0, count: pixelCount * model.channelCount)
    var target = samples.mutableSpan
    let palette = header.palette(in: file)
    let rows = BMPRows(header, palette: palette)
    // A file that is cut short lacks the rows that are stored last.
    for stored in 0..<rowCount {
      let row = header.isTopDown ? stored : header.height - 1 - stored
      if header.compression == .runLengths {
        let source = indices.span.extracting(
          stored * header.width..<(stored + 1) * header.width)
        rows.convertIndices(source, into: &target, at: row * rowLength)
      } else {
        let start = header.pixelOffset + stored * header.stride
        rows.convert(
          file.extracting(start..<min(start + header.stride, file.count)), into: &target,
          at: row * rowLength)
      }
    }
    let image = Image(
      width: header.width, height: header.height, colorModel: model, samples: samples)
    return DecodedPicture(image: image, format: .bmp, damage: damage)
  }
}

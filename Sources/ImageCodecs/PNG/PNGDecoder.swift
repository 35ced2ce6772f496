import Deflate

/// Decodes PNG files (ISO/IEC 15948) of all colour types, bit depths and both interlace methods.
///
/// Chunks that do not change the pixels are skipped, none of them decompressed.
enum PNGDecoder {
  /// The first bytes of every PNG file.
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Decodes `file`, which begins with ``signature``.
  static func decode(
    _ file: Span<UInt8>, options: DecodingOptions
  ) throws(ImageDecodingError) -> DecodedPicture {
    let contents = try PNGContents(of: file)
    let header = contents.header
    let pixelCount = try options.limits.pixelCount(
      width: header.width, height: header.height, encodedByteCount: file.count)
    let passes = PNGPass.passes(of: header)
    let byteCount = passes.reduce(0) { $0 + $1.byteCount(of: header) }
    let filtered = try contents.decompressedImageData(of: file, byteCount: byteCount)

    let format = PNGPixelFormat(
      header: header, palette: contents.palette, transparency: contents.transparency)
    var samples: [UInt8] = []
    if header.isInterlaced {
      samples = [UInt8](repeating: 0, count: pixelCount * format.colorModel.channelCount)
    } else {
      samples.reserveCapacity(pixelCount * format.colorModel.channelCount)
    }
    var position = 0
    for pass in passes {
      let end = position + pass.byteCount(of: header)
      try decodePass(
        pass, filtered.span.extracting(position..<end), header, format,
        imageDataOffset: contents.imageDataOffset, into: &samples)
      position = end
    }
    let image = Image(
      width: header.width, height: header.height, colorModel: format.colorModel, samples: samples)
    return DecodedPicture(image: image, format: .png)
  }

  /// Decodes the rows of one pass, and appends them to `samples`, or, if the image is interlaced,
  /// puts its pixels where they belong.
  private static func decodePass(
    _ pass: PNGPass, _ filtered: Span<UInt8>, _ header: PNGHeader, _ format: PNGPixelFormat,
    imageDataOffset: Int, into samples: inout [UInt8]
  ) throws(ImageDecodingError) {
    let distance = header.filterDistance
    let rowByteCount = header.rowByteCount(width: pass.width)
    let channelCount = format.colorModel.channelCount
    var above = [UInt8](repeating: 0, count: distance + rowByteCount)
    var row = above
    var pixels = [UInt8](repeating: 0, count: pass.width * channelCount)

    for rowIndex in 0..<pass.height {
      let start = rowIndex * (rowByteCount + 1)
      guard let filter = PNGFilter(rawValue: filtered[start]) else {
        throw .malformed(
          format: .png, offset: imageDataOffset,
          reason: "row \(rowIndex) has the unknown filter \(filtered[start])")
      }
      var target = row.mutableSpan
      filter.reconstruct(
        filtered.extracting(start + 1..<start + 1 + rowByteCount), above: above.span,
        into: &target, distance: distance)
      var pixelSpan = pixels.mutableSpan
      format.convert(row.span.extracting(droppingFirst: distance), into: &pixelSpan)
      if header.isInterlaced {
        let firstPixel =
          (pass.firstRow + rowIndex * pass.rowStep) * header.width + pass.firstColumn
        for column in 0..<pass.width {
          for channel in 0..<channelCount {
            samples[(firstPixel + column * pass.columnStep) * channelCount + channel] =
              pixels[column * channelCount + channel]
          }
        }
      } else {
        samples.append(contentsOf: pixels)
      }
      swap(&row, &above)
    }
  }
}

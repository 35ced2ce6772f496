import Deflate

/// Decodes PNG files (ISO/IEC 15948) of all colour types, bit depths and both interlace methods.
///
/// Chunks that do not change the pixels are skipped, none of them decompressed; gamma and colour
/// profiles are among them, as in OpenCV. Of an animated PNG the default image is decoded, which is
/// what programs without animation show. A wrong checksum in a chunk of remarks does not count, nor do
/// opacities that do not fit the image, as in libpng.
enum PNGDecoder {
  /// The first bytes of every PNG file.
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Decodes `file`, which begins with ``signature``.
  ///
  /// Of a damaged picture, if accepted, the rows that are there as a whole are kept.
  static func decode(
    _ file: Span<UInt8>, options: DecodingOptions
  ) throws(ImageDecodingError) -> DecodedPicture {
    let contents = try PNGContents(of: file, acceptsDamage: options.acceptsDamage)
    let header = contents.header
    let pixelCount = try options.limits.pixelCount(
      width: header.width, height: header.height, encodedByteCount: file.count)
    let passes = PNGPass.passes(of: header)
    let byteCount = passes.reduce(0) { $0 + $1.byteCount(of: header) }
    var damage = contents.damage
    if byteCount / greatestExpansion > contents.imageDataByteCount {
      let error = PNGImageData.error(.truncated, in: contents)
      guard options.acceptsDamage else { throw error }
      damage = damage ?? error
    }

    let format = PNGPixelFormat(
      header: header, palette: contents.palette, transparency: contents.transparency)
    var samples = [UInt8](repeating: 0, count: pixelCount * format.colorModel.channelCount)
    do throws(ImageDecodingError) {
      var data = try PNGImageData(
        contents, of: file, byteCount: byteCount,
        longestRow: passes.reduce(0) { max($0, $1.rowByteCount(of: header)) } + 1)
      let rows = PNGRows(
        header: header, format: format, imageDataOffset: contents.imageDataOffset)
      var image = samples.mutableSpan
      for pass in passes { try rows.decode(pass, from: &data, of: file, into: &image) }
      try data.checkEnd()
    } catch {
      guard options.acceptsDamage else { throw error }
      damage = damage ?? error
    }
    let image = Image(
      width: header.width, height: header.height, colorModel: format.colorModel, samples: samples)
    return DecodedPicture(image: image, format: .png, damage: damage)
  }
}

/// The rows' filtered bytes, decompressed as they are needed.
struct PNGImageData: ~Copyable {
  private let contents: PNGContents
  private var stream: InflateStream
  /// What is wrong after the bytes that are ready.
  private var failure: ImageDecodingError?

  init(
    _ contents: PNGContents, of file: Span<UInt8>, byteCount: Int, longestRow: Int
  ) throws(ImageDecodingError) {
    self.contents = contents
    do throws(InflateError) {
      stream = try InflateStream(
        from: file, startingAt: contents.imageData,
        nextPiece: { contents.imageData(after: $0, in: file) }, expectedCount: byteCount,
        largestDemand: longestRow)
    } catch {
      throw Self.error(error, in: contents)
    }
  }

  /// Calls `body` with at least `demand` bytes, and goes on by as many as it returns.
  ///
  /// - Throws: An error only if there are not as many bytes.
  mutating func read(
    _ demand: Int, of file: Span<UInt8>, _ body: (Span<UInt8>) -> Int
  ) throws(ImageDecodingError) {
    if failure == nil {
      let contents = contents
      do throws(InflateError) {
        try stream.fill(
          demand, from: file, nextPiece: { contents.imageData(after: $0, in: file) })
      } catch {
        failure = Self.error(error, in: contents)
      }
    }
    if stream.availableCount < demand, let failure { throw failure }
    stream.consume(body)
  }

  /// Throws what was wrong after the last bytes.
  func checkEnd() throws(ImageDecodingError) {
    if let failure { throw failure }
  }

  /// What to throw when the image data cannot be decompressed.
  static func error(_ error: InflateError, in contents: PNGContents) -> ImageDecodingError {
    .malformed(
      format: .png, offset: contents.imageDataOffset, reason: "the image data: \(error)")
  }
}

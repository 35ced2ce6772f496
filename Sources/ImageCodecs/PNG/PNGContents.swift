import Deflate

/// The chunks of a PNG file that matter for its pixels.
struct PNGContents {
  let header: PNGHeader
  /// Red, green and blue of each colour.
  private(set) var palette: [UInt8] = []
  private(set) var transparency: [UInt8]?
  /// Where the pieces of the compressed image data stand.
  private var imageData: [Range<Int>] = []

  /// Goes through all chunks of `file`, up to the one that ends it.
  init(of file: Span<UInt8>) throws(ImageDecodingError) {
    var chunk = try PNGChunk(in: file, at: PNGDecoder.signature.count)
    guard chunk.kind == .header else {
      throw .malformed(
        format: .png, offset: PNGDecoder.signature.count,
        reason: "it begins with chunk \(chunk.kind.name) instead of IHDR")
    }
    header = try PNGHeader(file.extracting(chunk.contents), at: chunk.contents.lowerBound)
    var imageDataIsComplete = false
    while chunk.kind != .end {
      chunk = try PNGChunk(in: file, at: chunk.end)
      func refuse(_ reason: String) -> ImageDecodingError {
        .malformed(format: .png, offset: chunk.contents.lowerBound - 8, reason: reason)
      }
      if chunk.kind == .imageData {
        if imageDataIsComplete { throw refuse("its image data is not in one piece") }
        imageData.append(chunk.contents)
        continue
      }
      imageDataIsComplete = !imageData.isEmpty
      switch chunk.kind {
      case .header: throw refuse("it has a second header")
      case .palette:
        if imageDataIsComplete { throw refuse("the palette comes after the image data") }
        if !palette.isEmpty { throw refuse("it has a second palette") }
        guard chunk.contents.count % 3 == 0, (3...768).contains(chunk.contents.count) else {
          throw refuse("the palette has \(chunk.contents.count) bytes")
        }
        palette = file.bytes(in: chunk.contents)
      case .transparency:
        if imageDataIsComplete { throw refuse("chunk tRNS comes after the image data") }
        try readTransparency(file.bytes(in: chunk.contents), refuse)
      default:
        guard chunk.kind.isAncillary || chunk.kind == .end else {
          throw refuse("chunk \(chunk.kind.name) is unknown, and the image needs it")
        }
      }
    }
    let end = chunk.contents.lowerBound - 8
    if imageData.isEmpty {
      throw .malformed(format: .png, offset: end, reason: "it has no image data")
    }
    if header.colorType == .palette && palette.isEmpty {
      throw .malformed(format: .png, offset: end, reason: "it has no palette")
    }
  }

  private mutating func readTransparency(
    _ bytes: [UInt8], _ refuse: (String) -> ImageDecodingError
  ) throws(ImageDecodingError) {
    if transparency != nil { throw refuse("it has a second chunk tRNS") }
    switch header.colorType {
    case .palette:
      guard bytes.count <= palette.count / 3 else {
        throw refuse("\(bytes.count) opacities for a palette of \(palette.count / 3) colours")
      }
    case .gray, .rgb:
      guard bytes.count == header.colorType.channelCount * 2 else {
        throw refuse("chunk tRNS has \(bytes.count) bytes")
      }
    // Superfluous where every pixel has an opacity; ignored as in libpng.
    case .grayAlpha, .rgba: return
    }
    transparency = bytes
  }

  /// Where the image data begins.
  var imageDataOffset: Int { imageData.first?.lowerBound ?? 0 }

  /// The rows' filtered bytes: exactly `byteCount`.
  func decompressedImageData(
    of file: Span<UInt8>, byteCount: Int
  ) throws(ImageDecodingError) -> [UInt8] {
    do throws(InflateError) {
      if imageData.count == 1 {
        return try inflate(
          file.extracting(imageData[0]), format: .zlib, expectedCount: byteCount)
      }
      let compressed = [UInt8](capacity: imageData.reduce(0) { $0 + $1.count }) { joined in
        for piece in imageData {
          for index in piece { joined.append(file[index]) }
        }
      }
      return try inflate(compressed.span, format: .zlib, expectedCount: byteCount)
    } catch {
      throw .malformed(
        format: .png, offset: imageDataOffset, reason: "the image data: \(error)")
    }
  }
}

extension Span<UInt8> {
  /// A copy of some of the bytes.
  fileprivate func bytes(in range: Range<Int>) -> [UInt8] {
    [UInt8](capacity: range.count) { copy in
      for index in range { copy.append(self[index]) }
    }
  }
}

import Deflate

/// The chunks of a PNG file that matter for its pixels.
struct PNGContents {
  let header: PNGHeader
  /// Red, green and blue of each colour.
  private(set) var palette: [UInt8] = []
  private(set) var transparency: [UInt8]?
  /// Where the first piece of the compressed image data stands; `nil` if there is none.
  private var firstImageData: Range<Int>?
  /// Where the last piece ends.
  private var imageDataEnd = 0
  /// The first thing wrong with a file that is decoded all the same.
  private(set) var damage: ImageDecodingError?

  /// Goes through all chunks of `file`, up to the one that ends it.
  ///
  /// - Parameter acceptsDamage: Whether what is wrong after the header is kept in ``damage`` instead
  ///   of being thrown, as long as there are image data.
  init(of file: Span<UInt8>, acceptsDamage: Bool = false) throws(ImageDecodingError) {
    let chunk = try PNGChunk(in: file, at: PNGDecoder.signature.count)
    if chunk.kind == .apple { throw .unsupportedFormat(name: "Apple's variant of PNG (CgBI)") }
    guard chunk.kind == .header else {
      throw .malformed(
        format: .png, offset: PNGDecoder.signature.count,
        reason: "it begins with chunk \(chunk.kind.name) instead of IHDR")
    }
    if let damage = chunk.damage { throw damage }
    header = try PNGHeader(file.extracting(chunk.contents), at: chunk.contents.lowerBound)
    do throws(ImageDecodingError) {
      try readChunks(after: chunk, of: file, acceptsDamage: acceptsDamage)
    } catch {
      guard acceptsDamage, firstImageData != nil else { throw error }
      damage = damage ?? error
    }
    if header.colorType == .palette && palette.isEmpty {
      throw .malformed(format: .png, offset: imageDataOffset, reason: "it has no palette")
    }
  }

  private mutating func readChunks(
    after header: PNGChunk, of file: Span<UInt8>, acceptsDamage: Bool
  ) throws(ImageDecodingError) {
    var chunk = header
    var imageDataIsComplete = false
    while chunk.kind != .end {
      chunk = try PNGChunk(in: file, at: chunk.end)
      if let damage = chunk.damage, !chunk.isComplete || !self.header.isRemark(chunk.kind) {
        guard acceptsDamage else { throw damage }
        self.damage = self.damage ?? damage
      }
      func refuse(_ reason: String) -> ImageDecodingError {
        .malformed(format: .png, offset: chunk.contents.lowerBound - 8, reason: reason)
      }
      if chunk.kind == .imageData {
        if imageDataIsComplete { throw refuse("its image data is not in one piece") }
        firstImageData = firstImageData ?? chunk.contents
        imageDataEnd = chunk.contents.upperBound
        continue
      }
      imageDataIsComplete = firstImageData != nil
      switch chunk.kind {
      case .header: throw refuse("it has a second header")
      case .palette:
        if self.header.isRemark(.palette) { continue }
        if imageDataIsComplete { throw refuse("the palette comes after the image data") }
        if !palette.isEmpty { throw refuse("it has a second palette") }
        guard chunk.contents.count % 3 == 0, (3...768).contains(chunk.contents.count) else {
          throw refuse("the palette has \(chunk.contents.count) bytes")
        }
        palette = file.bytes(in: chunk.contents)
      case .transparency:
        if !imageDataIsComplete { readTransparency(file, chunk.contents) }
      case .end:
        if firstImageData == nil { throw refuse("it has no image data") }
      default:
        guard chunk.kind.isAncillary else {
          throw refuse("chunk \(chunk.kind.name) is unknown, and the image needs it")
        }
      }
    }
  }

  /// Takes the opacities, or the colour that is transparent, unless they do not fit the image, or
  /// have come already: then they do not count, as in libpng.
  private mutating func readTransparency(_ file: Span<UInt8>, _ contents: Range<Int>) {
    if transparency != nil { return }
    switch header.colorType {
    case .palette:
      guard !contents.isEmpty, contents.count <= palette.count / 3 else { return }
    case .gray, .rgb:
      guard contents.count == header.colorType.channelCount * 2 else { return }
    // Superfluous where every pixel has an opacity.
    case .grayAlpha, .rgba: return
    }
    transparency = file.bytes(in: contents)
  }

  /// Where the image data begins.
  var imageDataOffset: Int { firstImageData?.lowerBound ?? 0 }

  /// Where the first piece of the image data stands.
  var imageData: Range<Int> { firstImageData ?? 0..<0 }

  /// An upper bound for the bytes of all pieces of the image data together.
  var imageDataByteCount: Int { imageDataEnd - imageDataOffset }

  /// Where the piece of image data stands that follows the one ending at `end`; `nil` if there is none.
  func imageData(after end: Int, in file: Span<UInt8>) -> Range<Int>? {
    // After the checksum of one chunk come the length and the kind of the next.
    let start = end + 12
    guard start < imageDataEnd else { return nil }
    return start..<min(start + Int(file.bigEndianWord(at: end + 4)), imageDataEnd)
  }
}

extension PNGHeader {
  /// Whether pixels do not depend on chunks of this kind, so that a wrong checksum does no harm.
  ///
  /// It does in chunks with other names, since the name may be what is wrong. A palette beside colours
  /// of their own is a suggestion.
  fileprivate func isRemark(_ kind: PNGChunk.Kind) -> Bool {
    kind == .palette ? colorType != .palette : PNGChunk.Kind.remarks.contains(kind)
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

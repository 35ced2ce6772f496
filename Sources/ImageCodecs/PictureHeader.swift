/// What a picture file says of its pixels before they come.
public struct PictureHeader: Sendable, Equatable {
  /// The format that the first bytes tell.
  public let format: ImageFormat
  /// Pixels in a row, as stored.
  public private(set) var width = 0
  /// Rows, as stored.
  public private(set) var height = 0
  /// Which samples a stored pixel has, in words: "RGB", "palette", "YCbCr".
  public private(set) var colors = ""
  /// Bits of a stored sample, or of a colour's number.
  public private(set) var bitsPerSample = 8
  /// How the rows are coded, in words: "interlaced", "progressive", "text".
  public private(set) var coding = ""
  /// How many pixels share the colour of one, as photographers write it, such as 4:2:0; `nil` where each
  /// has its own.
  public private(set) var colorSampling: String?
  /// The number of Exif's tag Orientation: 1 is upright.
  public private(set) var orientation = 1

  /// Reads the beginning of a picture file.
  ///
  /// - Throws: ``ImageDecodingError`` if it is no picture, or ends or is damaged before its size came.
  public init(of bytes: Span<UInt8>) throws(ImageDecodingError) {
    format = try ImageFormat(of: bytes)
    switch format {
    case .png: try readPNG(bytes)
    case .jpeg: try readJPEG(bytes)
    case .pnm: try readPNM(bytes)
    case .bmp: try readBMP(bytes)
    }
  }

  /// Reads the beginning of a picture file.
  ///
  /// - Throws: ``ImageDecodingError``.
  public init(of bytes: [UInt8]) throws(ImageDecodingError) {
    try self.init(of: bytes.span)
  }

  private mutating func readPNG(_ file: Span<UInt8>) throws(ImageDecodingError) {
    let chunk = try PNGChunk(in: file, at: PNGDecoder.signature.count)
    let header = try PNGHeader(file.extracting(chunk.contents), at: chunk.contents.lowerBound)
    (width, height, bitsPerSample) = (header.width, header.height, header.bitDepth)
    coding = header.isInterlaced ? "interlaced" : "row by row"
    colors =
      switch header.colorType {
      case .gray: "grey"
      case .rgb: "RGB"
      case .palette: "palette"
      case .grayAlpha: "grey with opacity"
      case .rgba: "RGB with opacity"
      }
  }

  private mutating func readBMP(_ file: Span<UInt8>) throws(ImageDecodingError) {
    let header = try BMPHeader(file)
    (width, height) = (header.width, header.height)
    bitsPerSample = header.hasPalette || header.bitsPerPixel == 16 ? header.bitsPerPixel : 8
    if header.bitsPerPixel == 16 { bitsPerSample = 5 }
    colors = header.hasPalette ? "palette" : header.hasOpacity ? "RGB with opacity" : "RGB"
    coding =
      header.compression == .runLengths
      ? "run lengths" : header.isTopDown ? "from top to bottom" : "from bottom to top"
  }

  private mutating func readPNM(_ file: Span<UInt8>) throws(ImageDecodingError) {
    let kind = file[1] - UInt8(ascii: "0")
    let maximum: Int
    if kind == 7 {
      let header = try PAMHeader(file)
      (width, height, maximum) = (header.width, header.height, header.maximum)
      colors = Self.name(of: header.colorModel)
    } else {
      var scanner = PNMScanner(position: 2)
      width = try scanner.number(in: file, named: "width")
      height = try scanner.number(in: file, named: "height")
      let isBitmap = kind == 1 || kind == 4
      maximum = isBitmap ? 1 : try scanner.number(in: file, named: "largest value")
      colors = Self.name(of: kind == 3 || kind == 6 ? .rgb : .gray)
    }
    bitsPerSample = Int.bitWidth - maximum.leadingZeroBitCount
    coding = kind < 4 ? "text" : "binary"
  }

  private static func name(of model: Image.ColorModel) -> String {
    switch model {
    case .gray: "grey"
    case .grayAlpha: "grey with opacity"
    case .rgb: "RGB"
    case .rgba: "RGB with opacity"
    }
  }

  private mutating func readJPEG(_ file: Span<UInt8>) throws(ImageDecodingError) {
    var position = 2
    var tags = JPEGColorTags()
    while true {
      let (marker, end) = try file.jpegMarker(from: position)
      position = end
      if JPEGMarker.standsAlone(marker) && marker != JPEGMarker.endOfImage { continue }
      guard marker != JPEGMarker.endOfImage, marker != JPEGMarker.startOfScan else {
        throw .malformed(
          format: .jpeg, offset: end - 2, reason: "the pixels come before the frame header")
      }
      let contents = try file.jpegSegment(of: marker, at: end)
      position = contents.upperBound
      if marker == JPEGMarker.exif {
        orientation = PictureOrientation(exif: file, contents)?.rawValue ?? orientation
      } else if JPEGMarker.isStartOfFrame(marker) {
        return try readFrame(file, contents, marker, tags)
      } else {
        tags.read(file, contents, marker: marker)
      }
    }
  }

  private mutating func readFrame(
    _ file: Span<UInt8>, _ contents: Range<Int>, _ marker: UInt8, _ tags: JPEGColorTags
  ) throws(ImageDecodingError) {
    let start = contents.lowerBound
    guard contents.count >= 6, contents.count == 6 + 3 * Int(file[start + 5]) else {
      throw .malformed(format: .jpeg, offset: start, reason: "the frame header does not fit")
    }
    bitsPerSample = Int(file[start])
    height = file.bigEndianHalfWord(at: start + 1)
    if height == 0 { height = try file.jpegHeight(after: contents.upperBound) }
    width = file.bigEndianHalfWord(at: start + 3)
    coding =
      switch marker {
      case 0xC0: "baseline"
      case 0xC1: "extended sequential"
      case 0xC2: "progressive"
      case 0xC3: "lossless"
      default: "arithmetic or hierarchical"
      }
    let samplings = (0..<Int(file[start + 5])).map { file[start + 7 + 3 * $0] }
    colors =
      switch tags.conversion(of: (0..<samplings.count).map { file[start + 6 + 3 * $0] }) {
      case .gray: "grey"
      case .rgb: "RGB"
      case .yCbCr: "YCbCr"
      case .cmyk: "CMYK"
      case .ycck: "YCCK"
      case nil: "\(samplings.count) components"
      }
    if samplings.count >= 3, samplings[1] == samplings[2], samplings[1] != samplings[0] {
      // Written for four pixels in a row: how many colours the first row has, and the second.
      let across = Int(samplings[0] >> 4) / max(Int(samplings[1] >> 4), 1)
      let down = Int(samplings[0] & 15) / max(Int(samplings[1] & 15), 1)
      colorSampling =
        switch (across, down) {
        case (2, 1): "4:2:2"
        case (2, 2): "4:2:0"
        case (1, 2): "4:4:0"
        case (4, 1): "4:1:1"
        default: "\(across) × \(down)"
        }
    }
  }
}

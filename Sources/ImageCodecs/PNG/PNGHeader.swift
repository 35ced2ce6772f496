/// What a PNG file's first chunk says of the image.
struct PNGHeader: Equatable {
  /// Which samples a pixel has; the numbers are the file format's.
  enum ColorType: UInt8 {
    case gray = 0
    case rgb = 2
    case palette = 3
    case grayAlpha = 4
    case rgba = 6

    var channelCount: Int {
      switch self {
      case .gray, .palette: 1
      case .grayAlpha: 2
      case .rgb: 3
      case .rgba: 4
      }
    }

    var bitDepths: [Int] {
      switch self {
      case .gray: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .rgb, .grayAlpha, .rgba: [8, 16]
      }
    }
  }

  static let byteCount = 13

  let width: Int
  let height: Int
  let bitDepth: Int
  let colorType: ColorType
  let isInterlaced: Bool

  /// Reads the contents of chunk IHDR, which stand at `offset`.
  init(_ contents: Span<UInt8>, at offset: Int) throws(ImageDecodingError) {
    func refuse(_ reason: String) -> ImageDecodingError {
      .malformed(format: .png, offset: offset, reason: reason)
    }
    guard contents.count == Self.byteCount else {
      throw refuse("the header has \(contents.count) bytes instead of \(Self.byteCount)")
    }
    width = Int(contents.bigEndianWord(at: 0))
    height = Int(contents.bigEndianWord(at: 4))
    guard (1...0x7FFF_FFFF).contains(width), (1...0x7FFF_FFFF).contains(height) else {
      throw refuse("the image is \(width) × \(height) pixels")
    }
    bitDepth = Int(contents[8])
    guard let colorType = ColorType(rawValue: contents[9]),
      colorType.bitDepths.contains(bitDepth)
    else {
      throw refuse("there is no colour type \(contents[9]) with \(bitDepth) bits a sample")
    }
    self.colorType = colorType
    guard contents[10] == 0 else { throw refuse("unknown compression method \(contents[10])") }
    guard contents[11] == 0 else { throw refuse("unknown filter method \(contents[11])") }
    guard contents[12] <= 1 else { throw refuse("unknown interlace method \(contents[12])") }
    isInterlaced = contents[12] == 1
  }

  var bitsPerPixel: Int { bitDepth * colorType.channelCount }

  /// How far back a filter looks for the pixel to the left.
  var filterDistance: Int { max(bitsPerPixel / 8, 1) }

  /// The bytes of a row of `width` pixels, without the filter's number before it.
  func rowByteCount(width: Int) -> Int { (width * bitsPerPixel + 7) / 8 }
}

extension Span<UInt8> {
  /// The number in four bytes from `offset` on, the highest first.
  func bigEndianWord(at offset: Int) -> UInt32 {
    UInt32(self[offset]) << 24 | UInt32(self[offset + 1]) << 16 | UInt32(self[offset + 2]) << 8
      | UInt32(self[offset + 3])
  }

  /// The number in two bytes from `offset` on, the higher first.
  func bigEndianHalfWord(at offset: Int) -> Int {
    Int(self[offset]) << 8 | Int(self[offset + 1])
  }
}

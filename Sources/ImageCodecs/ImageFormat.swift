/// The kinds of picture that can be decoded.
public enum ImageFormat: String, Sendable, CaseIterable {
  /// Portable Network Graphics (ISO/IEC 15948).
  case png = "PNG"
  /// The portable bitmap, graymap and pixmap of Netpbm, P1 to P6, and its arbitrary map, P7.
  case pnm = "PNM"
  /// The format of the Joint Photographic Experts Group (ITU-T T.81), Huffman-coded, 8 bits.
  case jpeg = "JPEG"
  /// The bitmap of Windows and OS/2, not compressed.
  case bmp = "BMP"

  /// The usual endings of the names of such files, in lower case, without the dot.
  public var fileExtensions: [String] {
    switch self {
    case .png: ["png"]
    case .pnm: ["ppm", "pgm", "pbm", "pnm", "pam"]
    case .jpeg: ["jpg", "jpeg", "jpe", "jfif"]
    case .bmp: ["bmp", "dib"]
    }
  }

  /// All formats that can be decoded, as a message names them.
  static let supportedNames = "PNG, JPEG, BMP, PPM, PGM, PBM and PAM"

  /// Tells the format from the first bytes.
  init(of bytes: Span<UInt8>) throws(ImageDecodingError) {
    func begins(with prefix: [UInt8], at offset: Int = 0) -> Bool {
      bytes.count >= offset + prefix.count
        && prefix.indices.allSatisfy { bytes[offset + $0] == prefix[$0] }
    }
    func begins(with prefix: String, at offset: Int = 0) -> Bool {
      begins(with: Array(prefix.utf8), at: offset)
    }
    if bytes.isEmpty { throw .empty }
    if begins(with: PNGDecoder.signature) {
      self = .png
    } else if bytes.count >= 2, bytes[0] == UInt8(ascii: "P"),
      (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(bytes[1])
    {
      self = .pnm
    } else if begins(with: "P7\n") || begins(with: "P7\r\n") {
      self = .pnm
    } else if begins(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if begins(with: "GIF8") {
      throw .unsupportedFormat(name: "GIF")
    } else if begins(with: "RIFF") && begins(with: "WEBP", at: 8) {
      throw .unsupportedFormat(name: "WebP")
    } else if begins(with: [0x49, 0x49, 0x2A, 0]) || begins(with: [0x4D, 0x4D, 0, 0x2A]) {
      throw .unsupportedFormat(name: "TIFF")
    } else if begins(with: "ftypavi", at: 4) {
      throw .unsupportedFormat(name: "AVIF")
    } else if begins(with: "ftyphei", at: 4) || begins(with: "ftypmif1", at: 4) {
      throw .unsupportedFormat(name: "HEIF")
    } else if begins(with: "PF\n") || begins(with: "Pf\n") {
      throw .unsupportedFormat(name: "PFM")
    } else if begins(with: "BM") {
      self = .bmp
    } else if begins(with: Array(PNGDecoder.signature.prefix(4))) {
      throw .malformed(
        format: .png, offset: 4, reason: "the signature is damaged, or the file is cut short")
    } else {
      throw .unrecognizedFormat
    }
  }
}

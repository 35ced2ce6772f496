/// The header of a Netpbm arbitrary map (P7): lines of a word and its value up to the word ENDHDR.
struct PAMHeader {
  private(set) var width = 0
  private(set) var height = 0
  private(set) var maximum = 0
  let colorModel: Image.ColorModel
  /// Where the samples begin.
  let dataOffset: Int

  init(_ file: Span<UInt8>) throws(ImageDecodingError) {
    var position = 3
    var depth = 0
    var tupleType = ""
    while true {
      let lineStart = position
      let line = try Self.line(in: file, from: &position)
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
      guard let word = words.first, !word.hasPrefix("#") else { continue }
      if word == "ENDHDR" { break }
      if word == "TUPLTYPE" {
        tupleType = words.dropFirst().joined(separator: " ")
        continue
      }
      guard words.count == 2, let number = Int(words[1]), (1...999_999_999).contains(number) else {
        throw .malformed(
          format: .pnm, offset: lineStart, reason: "\(word) is not followed by a sensible number")
      }
      switch word {
      case "WIDTH": width = number
      case "HEIGHT": height = number
      case "DEPTH": depth = number
      case "MAXVAL": maximum = number
      default:
        throw .malformed(format: .pnm, offset: lineStart, reason: "the header has a word unknown")
      }
    }
    dataOffset = position
    guard width > 0, height > 0, (1...65_535).contains(maximum) else {
      throw .malformed(
        format: .pnm, offset: 3, reason: "the header lacks a width, a height or a largest value")
    }
    let model: Image.ColorModel? =
      switch tupleType {
      case "GRAYSCALE", "BLACKANDWHITE": .gray
      case "GRAYSCALE_ALPHA", "BLACKANDWHITE_ALPHA": .grayAlpha
      case "RGB": .rgb
      case "RGB_ALPHA": .rgba
      case "": Image.ColorModel(rawValue: depth)
      default: nil
      }
    guard let model else { throw .unsupportedFormat(name: "PAM of an unusual tuple type") }
    guard model.channelCount == depth else {
      throw .malformed(
        format: .pnm, offset: 3, reason: "the depth is \(depth), which \(tupleType) does not have")
    }
    colorModel = model
  }

  /// The next line, of which 255 characters are enough.
  private static func line(
    in file: Span<UInt8>, from position: inout Int
  ) throws(ImageDecodingError) -> String {
    var bytes: [UInt8] = []
    while position < file.count {
      let byte = file[position]
      position += 1
      if byte == 10 { return String(decoding: bytes, as: UTF8.self) }
      if bytes.count < 255 { bytes.append(byte) }
    }
    throw .truncated(format: .pnm, offset: file.count, expectedBytes: 1, availableBytes: 0)
  }
}

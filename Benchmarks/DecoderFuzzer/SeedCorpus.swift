import Deflate
import ImageCodecs

/// Small pictures of all kinds to begin with, made here.
struct SeedCorpus: Sendable {
  /// The files by format.
  private(set) var files: [ImageFormat: [[UInt8]]] = [:]

  /// Makes pictures of the formats that can be written here.
  init() {
    var draws = RandomDraws(seed: 1, number: 0)
    for (width, height) in [(1, 1), (7, 5), (8, 8), (9, 33), (33, 7)] {
      for model in Image.ColorModel.allCases {
        let image = Self.picture(width, height, model, &draws)
        add(image.pngEncoded(), .png)
        if model == .gray || model == .rgb {
          add(image.ppmEncoded(), .pnm)
          addJPEG(image, &draws)
        }
      }
      for (color, depths) in PNGFile.colorTypes {
        for depth in depths {
          for isInterlaced in [false, true] {
            let file = PNGFile(
              width: width, height: height, bitDepth: depth, colorType: color,
              isInterlaced: isInterlaced, &draws)
            add(file.bytes, .png)
          }
        }
      }
      for kind in 1...7 { add(Self.netpbm(kind, width, height, &draws), .pnm) }
      for bits in [1, 4, 8, 16, 24, 32] { add(Self.bitmap(bits, width, height, &draws), .bmp) }
    }
  }

  /// Adds a picture; of files that are none the format is not known, and they are left out.
  mutating func add(_ file: [UInt8]) {
    guard let picture = try? DecodedPicture(decoding: file) else { return }
    add(file, picture.format)
  }

  private mutating func add(_ file: [UInt8], _ format: ImageFormat) {
    files[format, default: []].append(file)
  }

  private mutating func addJPEG(_ image: Image, _ draws: inout RandomDraws) {
    for subsampling in JPEGSubsampling.allCases where image.channelCount > 1 || subsampling == .none
    {
      for restartInterval in [0, 1, 2] {
        let quality = draws.element(of: [1, 30, 75, 95, 100])
        add(
          image.jpegEncoded(
            quality: quality, subsampling: subsampling, restartInterval: restartInterval),
          .jpeg)
      }
    }
  }

  private static func picture(
    _ width: Int, _ height: Int, _ model: Image.ColorModel, _ draws: inout RandomDraws
  ) -> Image {
    let noise = Image(
      width: width, height: height, colorModel: model,
      samples: (0..<width * height * model.channelCount).map { _ in draws.byte() })
    // Smooth ones reach the filters, noise the literals.
    return draws.happens(oneIn: 2)
      ? noise : noise.resized(toWidth: 3, height: 3).resized(toWidth: width, height: height)
  }

  private static func netpbm(
    _ kind: Int, _ width: Int, _ height: Int, _ draws: inout RandomDraws
  ) -> [UInt8] {
    let maximum = kind == 1 || kind == 4 ? 1 : draws.element(of: [1, 9, 255, 256, 65_535])
    let channels = kind == 3 || kind == 6 || kind == 7 ? 3 : 1
    let header =
      kind == 7
      ? "P7\nWIDTH \(width)\nHEIGHT \(height)\nDEPTH 3\nMAXVAL \(maximum)\nTUPLTYPE RGB\nENDHDR\n"
      : "P\(kind)\n# seed\n\(width) \(height)\n" + (maximum > 1 || kind > 4 ? "\(maximum)\n" : "")
    let count = width * height * channels
    switch kind {
    case 1...3:
      // Only bitmaps have no largest value.
      let stated = kind == 1 || maximum > 1 ? header : header + "1\n"
      let numbers = (0..<count).map { _ in String(draws.integer(in: 0...maximum)) }
      return Array((stated + numbers.joined(separator: " ") + "\n").utf8)
    case 4: return Array(header.utf8) + (0..<(width + 7) / 8 * height).map { _ in draws.byte() }
    default:
      return Array(header.utf8)
        + (0..<count).flatMap { _ -> [UInt8] in
          let value = draws.integer(in: 0...maximum)
          return maximum > 255 ? [UInt8(value >> 8), UInt8(value & 255)] : [UInt8(value)]
        }
    }
  }

  private static func bitmap(
    _ bits: Int, _ width: Int, _ height: Int, _ draws: inout RandomDraws
  ) -> [UInt8] {
    let colors = bits <= 8 ? 1 << bits : 0
    let offset = 54 + 4 * colors
    let pixels = (width * bits + 31) / 32 * 4 * height
    func word(_ value: Int) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let signedHeight = draws.happens(oneIn: 2) ? height : -height
    let header =
      [0x42, 0x4D] + word(offset + pixels) + word(0) + word(offset) + word(40) + word(width)
      + word(signedHeight) + [1, 0, UInt8(bits), 0] + word(0) + word(pixels) + word(0) + word(0)
      + word(colors) + word(0)
    return header + (0..<4 * colors + pixels).map { _ in draws.byte() }
  }
}

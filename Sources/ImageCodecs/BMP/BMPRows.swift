/// Turns stored rows of a BMP file into samples.
struct BMPRows {
  private let width: Int
  private let bitsPerPixel: Int
  /// Red, green and blue of 256 colours.
  private let palette: [UInt8]
  private let fields: [BMPColorField]

  init(_ header: BMPHeader, palette: [UInt8]) {
    width = header.width
    bitsPerPixel = header.bitsPerPixel
    self.palette = palette
    fields = header.masks.prefix(header.hasOpacity ? 4 : 3).map(BMPColorField.init)
  }

  /// Converts a row, of which at least the pixels are there.
  func convert(_ row: Span<UInt8>, into target: inout MutableSpan<UInt8>, at start: Int) {
    switch bitsPerPixel {
    case 24:
      for column in 0..<width {
        let (source, place) = (3 &* column, start &+ 3 &* column)
        target[place] = row[source &+ 2]
        target[place &+ 1] = row[source &+ 1]
        target[place &+ 2] = row[source]
      }
    case 16:
      convert(into: &target, at: start) { UInt32(row.littleEndianHalfWord(at: 2 * $0)) }
    case 32:
      convert(into: &target, at: start) { row.littleEndianWord(at: 4 * $0) }
    case 8: convertIndices(row, into: &target, at: start)
    default:
      let palette = palette.span
      let mask = 1 << bitsPerPixel - 1
      for column in 0..<width {
        let bit = column * bitsPerPixel
        let number = Int(row[bit / 8]) >> (8 - bitsPerPixel - bit % 8) & mask
        for channel in 0..<3 {
          target[start + 3 * column + channel] = palette[3 * number + channel]
        }
      }
    }
  }

  /// Converts a row of colours' numbers.
  func convertIndices(_ row: Span<UInt8>, into target: inout MutableSpan<UInt8>, at start: Int) {
    let palette = palette.span
    for column in 0..<width {
      let (color, place) = (3 &* Int(row[column]), start &+ 3 &* column)
      target[place] = palette[color]
      target[place &+ 1] = palette[color &+ 1]
      target[place &+ 2] = palette[color &+ 2]
    }
  }

  private func convert(
    into target: inout MutableSpan<UInt8>, at start: Int, _ pixel: (_ column: Int) -> UInt32
  ) {
    let fields = fields.span
    for column in 0..<width {
      let value = pixel(column)
      for channel in fields.indices {
        target[start + fields.count * column + channel] = fields[channel].sample(of: value)
      }
    }
  }
}

/// The bits of a pixel that are one of its samples.
struct BMPColorField {
  private let mask: UInt32
  private let shift: UInt32
  private let largest: UInt64

  init(_ mask: UInt32) {
    self.mask = mask
    shift = mask == 0 ? 0 : UInt32(mask.trailingZeroBitCount)
    largest = UInt64(mask >> shift)
  }

  /// The sample, from 0 to 255.
  func sample(of pixel: UInt32) -> UInt8 {
    if largest == 255 { return UInt8(truncatingIfNeeded: pixel >> shift) }
    return largest == 0 ? 0 : UInt8(UInt64((pixel & mask) >> shift) * 255 / largest)
  }
}

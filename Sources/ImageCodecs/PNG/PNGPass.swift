/// The pixels that a PNG file stores one after the other: all of them, or one of the seven parts of
/// an interlaced image, which is an image of its own.
struct PNGPass: Equatable {
  let firstColumn: Int
  let firstRow: Int
  let columnStep: Int
  let rowStep: Int
  /// Pixels in a row of this pass.
  let width: Int
  /// Rows of this pass.
  let height: Int

  private init?(_ origin: (Int, Int), step: (Int, Int), of header: PNGHeader) {
    (firstColumn, firstRow) = origin
    (columnStep, rowStep) = step
    width = (header.width - firstColumn + columnStep - 1) / columnStep
    height = (header.height - firstRow + rowStep - 1) / rowStep
    // Small images lack some parts.
    if width <= 0 || height <= 0 { return nil }
  }

  /// The passes of an image, without empty ones.
  static func passes(of header: PNGHeader) -> [PNGPass] {
    guard header.isInterlaced else {
      return [PNGPass((0, 0), step: (1, 1), of: header)].compactMap { $0 }
    }
    return [
      PNGPass((0, 0), step: (8, 8), of: header), PNGPass((4, 0), step: (8, 8), of: header),
      PNGPass((0, 4), step: (4, 8), of: header), PNGPass((2, 0), step: (4, 4), of: header),
      PNGPass((0, 2), step: (2, 4), of: header), PNGPass((1, 0), step: (2, 2), of: header),
      PNGPass((0, 1), step: (1, 2), of: header),
    ].compactMap { $0 }
  }

  /// The bytes of a row, without the filter's number before it.
  func rowByteCount(of header: PNGHeader) -> Int { header.rowByteCount(width: width) }

  /// The bytes of the pass, the filters' numbers included.
  func byteCount(of header: PNGHeader) -> Int { (rowByteCount(of: header) + 1) * height }
}

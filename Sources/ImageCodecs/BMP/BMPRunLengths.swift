/// Run-length coded rows of a BMP file, of 8 or 4 bits a pixel.
///
/// What goes beyond the end of a row is dropped, and pixels that are skipped have number 0, as in
/// Pillow.
struct BMPRunLengths {
  let width: Int
  let height: Int
  /// 8 or 4.
  let bits: Int

  /// Fills `indices`, the rows in the order of the file, from the codes at `start`.
  ///
  /// - Returns: An error if the codes end before the picture does.
  func decode(
    _ file: Span<UInt8>, from start: Int, into indices: inout MutableSpan<UInt8>
  ) -> ImageDecodingError? {
    var position = start
    var (column, row) = (0, 0)
    func put(_ number: UInt8, _ indices: inout MutableSpan<UInt8>) {
      if column < width { indices[row * width + column] = number }
      column += 1
    }
    /// The number of pixel `index` in a byte or pair of pixels.
    func number(_ byte: UInt8, _ index: Int) -> UInt8 {
      bits == 8 ? byte : index % 2 == 0 ? byte >> 4 : byte & 15
    }
    while row < height {
      guard file.count - position >= 2 else { break }
      let (count, value) = (Int(file[position]), file[position + 1])
      position += 2
      if count > 0 {
        for index in 0..<count { put(number(value, index), &indices) }
        continue
      }
      switch value {
      case 0:
        row += 1
        column = 0
      case 1: return nil
      case 2:
        guard file.count - position >= 2 else { return truncated(file, position) }
        column += Int(file[position])
        row += Int(file[position + 1])
        position += 2
      default:
        // Pixels one by one, up to a whole number of pairs of bytes.
        let bytes = (Int(value) * bits + 7) / 8
        guard file.count - position >= bytes else { return truncated(file, position) }
        for index in 0..<Int(value) {
          put(number(file[position + index * bits / 8], index), &indices)
        }
        position += (bytes + 1) & ~1
      }
    }
    // The mark of the end may be missing where every pixel has come.
    let isComplete = row >= height || row == height - 1 && column >= width
    return isComplete ? nil : truncated(file, position)
  }

  private func truncated(_ file: Span<UInt8>, _ position: Int) -> ImageDecodingError {
    .truncated(
      format: .bmp, offset: min(position, file.count), expectedBytes: 2,
      availableBytes: max(file.count - position, 0))
  }
}

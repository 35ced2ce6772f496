/// Rows of packed pixels with one more column and one more row, which repeat the last ones.
///
/// So a bilinear sample at the last pixel's centre may read its right and lower neighbours.
struct PixelGrid: Sendable {
  let width: Int
  let height: Int
  let packing: PixelPacking
  let words: [Int32]

  /// Words from a row to the next.
  @inline(__always)
  var rowStride: Int { width + 1 }

  /// Makes a grid of `width` × `height` pixels.
  ///
  /// - Parameter row: Appends a row's `width` pixels; is called once a row, from top to bottom.
  init(
    width: Int, height: Int, packing: PixelPacking,
    appendRow row: (Int, inout OutputSpan<Int32>) -> Void
  ) {
    self.width = width
    self.height = height
    self.packing = packing
    let rowStride = width + 1
    words = [Int32](capacity: rowStride * (height + 1)) { output in
      for y in 0..<height {
        row(y, &output)
        output.append(output[output.count - 1])
      }
      let lastRow = (height - 1) * rowStride
      for x in 0..<rowStride { output.append(output[lastRow + x]) }
    }
  }
}

/// How three samples share a word: red in the low bits, then green, then blue.
///
/// A sample is taken out by its mask alone and scaled as a number, which needs no shift and is as
/// exact, since the scales of the three differ by powers of two.
struct PixelPacking: Sendable {
  let redMask: Int32
  let greenMask: Int32
  let blueMask: Int32
  /// What a masked sample is multiplied by to be in 0 … 1.
  let redScale: Float
  let greenScale: Float
  let blueScale: Float

  private init(bitsPerSample: Int32, full: Float) {
    let mask = (1 as Int32) << bitsPerSample - 1
    redMask = mask
    greenMask = mask << bitsPerSample
    blueMask = mask << (2 * bitsPerSample)
    let digit = Float((1 as Int32) << bitsPerSample)
    redScale = 1 / full
    greenScale = redScale / digit
    blueScale = greenScale / digit
  }

  /// Eight bits a sample: a picture.
  static let bytes = PixelPacking(bitsPerSample: 8, full: 255)

  /// Ten bits a sample in quarters of a level: what lies between two resamplings.
  static let quarterLevels = PixelPacking(bitsPerSample: 10, full: 1020)
}

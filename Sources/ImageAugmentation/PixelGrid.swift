import Kernels

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
struct PixelPacking: Sendable {
  let bitsPerSample: Int

  /// Eight bits a sample: a picture.
  static let bytes = PixelPacking(bitsPerSample: 8)

  /// Ten bits a sample in quarters of a level: what lies between two resamplings.
  static let quarterLevels = PixelPacking(bitsPerSample: 10)
}

extension PixelGrid {
  /// The square view that `warp` takes from this grid, rounded to quarters of a level.
  func resampled(_ warp: ViewWarp) -> PixelGrid {
    let size = warp.size
    let kernels = KernelSet.current
    let stride = KernelSet.paddedLength(size)
    var samples = [Float](repeating: 0, count: 3 * stride)
    var scratch = [Float](repeating: 0, count: 7 * stride)
    var line = [Int32](repeating: 0, count: size)
    return PixelGrid(width: size, height: size, packing: .quarterLevels) { y, output in
      var row = samples.mutableSpan
      var places = scratch.mutableSpan
      kernels.warp(
        warp.row(y, rowStride: rowStride), of: words.span, stride: rowStride,
        bits: packing.bitsPerSample, scratch: &places, into: &row)
      var packed = line.mutableSpan
      kernels.pack(row.span, into: &packed)
      for x in 0..<size { output.append(line[x]) }
    }
  }
}

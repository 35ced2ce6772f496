extension KernelSet {
  /// The mean of each channel over all pixels of a picture, as numbers.
  ///
  /// - Parameters:
  ///   - batch: Pictures.
  ///   - pixels: Pixels of each, at least 1 and at most 2²³.
  ///   - channels: Bytes of each.
  ///   - input: `[batch, pixels, channels]`.
  ///   - step: What a step of the input stands for.
  ///   - zeroPoint: The byte that stands for 0.
  ///   - output: `[batch, channels]`.
  package func poolGlobalAverage(
    batch: Int, pixels: Int, channels: Int, input: UnsafePointer<UInt8>, step: Float,
    zeroPoint: UInt8, output: UnsafeMutablePointer<Float>
  ) {
    let width = 64
    let parts = (channels + width - 1) / width
    let scale = step / Float(pixels)
    Parallel.forEach(batch * parts) { task in
      let (picture, part) = task.quotientAndRemainder(dividingBy: parts)
      let first = part * width
      let count = min(width, channels - first)
      var sums = InlineArray<64, Int32>(repeating: -Int32(zeroPoint) * Int32(pixels))
      for pixel in 0..<pixels {
        let source = unsafe input + (picture * pixels + pixel) * channels + first
        for index in 0..<count { unsafe sums[index] &+= Int32(source[index]) }
      }
      for index in 0..<count {
        unsafe output[picture * channels + first + index] = Float(sums[index]) * scale
      }
    }
  }

  /// The mean of each channel over each window, rounded; what lies outside a picture counts as the zero point.
  ///
  /// - Parameters:
  ///   - geometry: The extents.
  ///   - input: `[N, H, W, C]`.
  ///   - zeroPoint: The byte that stands for 0, in the input and in the output.
  ///   - output: `[N, H_out, W_out, C]`.
  package func poolAverage(
    _ geometry: PoolingGeometry, input: UnsafePointer<UInt8>, zeroPoint: UInt8,
    output: UnsafeMutablePointer<UInt8>
  ) {
    let g = geometry
    let area = Int32(g.window * g.window)
    Parallel.forEach(g.batch * g.outputHeight) { line in
      let (picture, y) = line.quotientAndRemainder(dividingBy: g.outputHeight)
      let rows = g.inside(y, limit: g.inputHeight)
      for x in 0..<g.outputWidth {
        let columns = g.inside(x, limit: g.inputWidth)
        let outside = area - Int32(rows.count * columns.count)
        for channel in 0..<g.channels {
          var sum = outside * Int32(zeroPoint)
          for sourceY in rows {
            for sourceX in columns {
              let pixel = (picture * g.inputHeight + sourceY) * g.inputWidth + sourceX
              unsafe sum &+= Int32(input[pixel * g.channels + channel])
            }
          }
          unsafe output[(line * g.outputWidth + x) * g.channels + channel] = UInt8(
            truncatingIfNeeded: (2 * sum + area) / (2 * area))
        }
      }
    }
  }
}

/// The gradient of a 1 × 1 convolution by its weights, for so many pixels that each should be read once.
///
///     weightGradient[i, o] = Σ over pixels of input(pixel)[i] · outputGradient(pixel)[o]
@safe
struct PointwiseWeightGradient {
  let kernels: KernelSet
  let pixels: Int
  let inputChannels: Int
  let outputChannels: Int

  /// Fewer pixels than this fit the caches however they are read.
  static let leastPixels = 16_384
  /// Floats of both operands that are put into panels at once: about what two cores' second-level caches hold.
  private static let chunkCount = 1 << 18

  func run(
    input: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
    weightGradient: UnsafeMutablePointer<Float>
  ) {
    let product = PanelProduct(
      kernels, positions: 1, rows: inputChannels, columns: outputChannels)
    let (rows, columns) = (product.rows, product.columns)
    let most = max(256, Self.chunkCount / (rows + columns))
    let chunks = (pixels + most - 1) / most
    let size = (pixels + chunks - 1) / chunks
    unsafe BufferPool.shared.withFloats(rows * columns) { sums in
      unsafe BufferPool.shared.withFloats(size * (rows + columns)) { left in
        let right = unsafe left + size * rows
        for first in stride(from: 0, to: pixels, by: size) {
          let count = min(size, pixels - first)
          Parallel.forEachPiece(of: count, size: 64) { piece in
            let pixel = first + piece.lowerBound
            unsafe fillPanels(
              piece, count, input + pixel * inputChannels, inputChannels,
              width: PanelProduct.leftWidth, left)
            unsafe fillPanels(
              piece, count, outputGradient + pixel * outputChannels, outputChannels,
              width: product.rightWidth, right)
          }
          unsafe product.add(depth: count, left, 0, right, 0, sums, accumulates: first > 0)
        }
      }
      for row in 0..<inputChannels {
        unsafe (weightGradient + row * outputChannels).update(
          from: sums + row * columns, count: outputChannels)
      }
    }
  }

  /// Deals the channels of some pixels out to panels, `[panels][count][width]`.
  private func fillPanels(
    _ pixels: Range<Int>, _ count: Int, _ source: UnsafePointer<Float>, _ channels: Int,
    width: Int, _ panels: UnsafeMutablePointer<Float>
  ) {
    for (panel, channel) in stride(from: 0, to: channels, by: width).enumerated() {
      let copied = min(width, channels - channel)
      for pixel in pixels {
        unsafe Packing.copy(
          source + (pixel - pixels.lowerBound) * channels + channel,
          to: panels + (panel * count + pixel) * width, copied)
      }
    }
  }
}

/// The gradient of a 1 × 1 convolution of stride 1 by its weights.
///
///     weightGradient[i, o] = Σ over pixels of input(pixel)[i] · outputGradient(pixel)[o]
///
/// It goes through the pixels once, as many at a time as the caches hold. Pixels of few channels are read where
/// they lie. Where a pixel's channels are far from the next one's they would fall on the same places of the
/// caches, so that they are put into panels first.
///
/// There is at least one pixel and one channel on either side.
@safe
struct PointwiseWeightGradient {
  let kernels: KernelSet
  let pixels: Int
  let inputChannels: Int
  let outputChannels: Int

  /// More sums than this, which are loaded and stored for every chunk of pixels, leave the second-level cache.
  static let mostSums = 1 << 19
  /// Pixels of more channels are put into panels.
  private static let mostChannelsInPlace = 256
  /// Floats of both operands for the pixels that are worked on at once: half of a usual second-level cache.
  private static let chunkCount = 1 << 17
  /// So few pixels at once would spend the time with loading and storing the sums.
  private static let leastChunk = 128

  func run(
    input: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>,
    weightGradient: UnsafeMutablePointer<Float>
  ) {
    let product = PanelProduct(kernels, positions: 1, rows: inputChannels, columns: outputChannels)
    let (rows, columns) = (product.rows, product.columns)
    let most = max(Self.leastChunk, Self.chunkCount / (rows + columns))
    let chunks = (pixels + most - 1) / most
    let size = (pixels + chunks - 1) / chunks
    let isExact = rows == inputChannels && columns == outputChannels
    let left = Side(channels: inputChannels, width: PanelProduct.leftWidth)
    let right = Side(channels: outputChannels, width: product.rightWidth)
    unsafe BufferPool.shared.withFloats(size * (left.packedWidth + right.packedWidth)) { panels in
      let rightPanels = unsafe panels + size * left.packedWidth
      unsafe BufferPool.shared.withFloats(isExact ? 0 : rows * columns) { padded in
        let sums = unsafe isExact ? weightGradient : padded
        for first in stride(from: 0, to: pixels, by: size) {
          let count = min(size, pixels - first)
          let leftRows = unsafe input + first * inputChannels
          let rightRows = unsafe outputGradient + first * outputChannels
          if left.packedWidth + right.packedWidth > 0 {
            Parallel.forEachPiece(of: count, size: 32) { piece in
              unsafe left.pack(piece, of: count, leftRows, into: panels)
              unsafe right.pack(piece, of: count, rightRows, into: rightPanels)
            }
          }
          unsafe product.add(
            depth: count, left.operand(leftRows, panels: panels, depth: count),
            right.operand(rightRows, panels: rightPanels, depth: count), sums,
            accumulates: first > 0)
        }
        if !isExact {
          for row in 0..<inputChannels {
            unsafe (weightGradient + row * outputChannels).update(
              from: sums + row * columns, count: outputChannels)
          }
        }
      }
    }
  }

  /// One operand: `channels` a pixel, multiplied in panels of `width`.
  private struct Side {
    let channels: Int
    let width: Int

    /// Floats of a pixel in panels; 0 where pixels are read in place.
    var packedWidth: Int {
      channels % width == 0 && channels <= PointwiseWeightGradient.mostChannelsInPlace
        ? 0 : (channels + width - 1) / width * width
    }

    /// Deals the channels of some of `count` pixels out to panels, `[panels][count][width]`.
    func pack(
      _ pixels: Range<Int>, of count: Int, _ rows: UnsafePointer<Float>,
      into panels: UnsafeMutablePointer<Float>
    ) {
      guard packedWidth > 0 else { return }
      for (panel, channel) in stride(from: 0, to: channels, by: width).enumerated() {
        let copied = min(width, channels - channel)
        for pixel in pixels {
          unsafe Packing.copy(
            rows + pixel * channels + channel, to: panels + (panel * count + pixel) * width,
            copied)
        }
      }
    }

    func operand(
      _ rows: UnsafePointer<Float>, panels: UnsafePointer<Float>, depth: Int
    ) -> PanelOperand {
      packedWidth > 0
        ? unsafe PanelOperand(packed: panels, depth: depth, width: width)
        : unsafe PanelOperand(rows: rows, columns: channels, width: width)
    }
  }
}

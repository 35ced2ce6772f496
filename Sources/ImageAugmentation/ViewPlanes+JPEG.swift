import ImageCodecs
import Kernels

extension ViewPlanes {
  /// Puts in the place of the view what JPEG leaves of it.
  mutating func compress(
    quality: Int, with kernels: KernelSet, finish: (Int, inout MutableSpan<Float>) -> Void
  ) {
    let compressed = image(with: kernels).jpegCompressed(quality: quality).samples
    let bytes = compressed.span
    let count = size
    forEachRow { y, row in
      kernels.row(of: bytes.extracting(3 * count * y..<3 * count * (y + 1)), into: &row)
      finish(y, &row)
    }
  }

  /// The view in 8 bits.
  private func image(with kernels: KernelSet) -> Image {
    var bytes = [UInt8](repeating: 0, count: 3 * size * size)
    var target = bytes.mutableSpan
    for y in 0..<size {
      var pixels = target._mutatingExtracting(3 * size * y..<3 * size * (y + 1))
      kernels.bytes(of: samples.span.extracting(row(y)), into: &pixels)
    }
    return Image(width: size, height: size, colorModel: .rgb, samples: bytes)
  }
}

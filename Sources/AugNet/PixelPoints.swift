import ImageAugmentation
import ImageCodecs
import Tensors

/// Pictures as points without any learning: the baseline that an encoder has to beat.
///
/// A point is the pixels of the square in the middle, scaled to `side` × `side`, as numbers in 0 … 1.
///
/// - Returns: `[n, side · side · 3]`.
public func pixelPoints(_ images: [Image], side: Int) -> Tensor {
  Tensor([images.count, side * side * 3]) { part, output in
    ViewSource(images[part]).render(
      .identity, size: side, mean: SIMD3(repeating: 0), standardDeviation: SIMD3(repeating: 1),
      into: &output)
  }
}

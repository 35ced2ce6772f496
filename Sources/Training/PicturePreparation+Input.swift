import ImageAugmentation
import ImageCodecs
import Tensors

extension PicturePreparation {
  /// What a network reads of images that are prepared to one size: [N, H, W, 3], normalised.
  ///
  /// - Precondition: There is an image; the whole of images is of one size after ``shortSide(_:)``.
  package func input(
    of images: ArraySlice<Image>, _ normalization: PixelNormalization
  ) -> Tensor {
    switch self {
    case .center(let size):
      Tensor([images.count, size, size, 3]) { part, output in
        ViewSource(images[images.startIndex + part]).render(
          .identity, size: size, mean: normalization.mean,
          standardDeviation: normalization.standardDeviation, into: &output)
      }
    case .shortSide(let size):
      Self.input(
        of: images.map { withoutFarEnds($0).convertedToRGB().shortSide(resizedTo: size) },
        normalization)
    }
  }

  private static func input(of images: [Image], _ normalization: PixelNormalization) -> Tensor {
    let (width, height) = (images[0].width, images[0].height)
    precondition(
      images.allSatisfy { $0.width == width && $0.height == height },
      "pictures of several sizes are no batch")
    let table = normalization.table
    return Tensor([images.count, height, width, 3]) { part, output in
      let image = images[part]
      let samples = image.samples.span
      for index in samples.indices {
        output[index] = table[256 * (index % 3) + Int(samples[index])]
      }
    }
  }
}

extension PixelNormalization {
  /// What each sample becomes: 256 numbers for red, then for green, then for blue.
  ///
  /// They are rounded once, from double precision, as in the AugNet authors' program.
  var table: [Float] {
    (0..<3).flatMap { channel in
      (0..<256).map { sample in
        let centered = Double(sample) / 255 - Double(mean[channel])
        return Float(centered / Double(standardDeviation[channel]))
      }
    }
  }
}

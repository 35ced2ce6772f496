import ImageAugmentation
import ImageCodecs
import Tensors

/// A picture made ready for a network, in as little memory as it takes.
package struct PreparedPicture: Sendable {
  private enum Content {
    /// Samples, and what each becomes; see ``PixelNormalization/table``.
    case samples(Image, table: [Float])
    case numbers([Float])
  }

  /// Pixels of a row.
  package let width: Int
  /// Rows.
  package let height: Int
  /// Whether the picture was too long to be read whole; see ``PicturePreparation/shortSide(_:)``.
  package let isShortened: Bool
  private let content: Content

  /// Writes what the network reads, `height` rows of `width` · 3 numbers.
  ///
  /// - Parameters:
  ///   - elements: Where; what lies between rows stays as it is.
  ///   - rowPitch: Elements from one row to the next.
  package func write(into elements: inout MutableSpan<Float>, rowPitch: Int) {
    let length = 3 * width
    for row in 0..<height {
      var target = elements._mutatingExtracting(row * rowPitch..<row * rowPitch + length)
      switch content {
      case .samples(let image, let table):
        Self.write(
          image.samples.span.extracting(row * length..<(row + 1) * length), table.span,
          into: &target)
      case .numbers(let numbers):
        let source = numbers.span.extracting(row * length..<(row + 1) * length)
        for index in 0..<length { target[index] = source[index] }
      }
    }
  }

  /// What the network reads, `[1, height, width, 3]`.
  package var tensor: Tensor {
    Tensor([1, height, width, 3]) { _, elements in write(into: &elements, rowPitch: 3 * width) }
  }

  private static func write(
    _ samples: Span<UInt8>, _ table: Span<Float>, into target: inout MutableSpan<Float>
  ) {
    precondition(samples.count == target.count && table.count == 3 * 256)
    var index = 0
    while index + 2 < target.count {
      target[index] = table[Int(samples[index])]
      target[index + 1] = table[256 + Int(samples[index + 1])]
      target[index + 2] = table[512 + Int(samples[index + 2])]
      index += 3
    }
  }

  init(_ image: Image, _ table: [Float], isShortened: Bool) {
    (width, height) = (image.width, image.height)
    self.isShortened = isShortened
    content = .samples(image.convertedToRGB(), table: table)
  }

  init(_ numbers: [Float], side: Int) {
    (width, height) = (side, side)
    isShortened = false
    content = .numbers(numbers)
  }
}

/// Makes pictures ready for a network.
package struct PicturePreparer: Sendable {
  private let preparation: PicturePreparation
  private let normalization: PixelNormalization
  private let table: [Float]

  /// Makes pictures ready by the rules of an encoder.
  package init(_ preparation: PicturePreparation, _ normalization: PixelNormalization) {
    self.preparation = preparation
    self.normalization = normalization
    table = normalization.table
  }

  /// What a network reads of `image`.
  package func prepare(_ image: Image) -> PreparedPicture {
    switch preparation {
    case .center(let size):
      var numbers = [Float](repeating: 0, count: 3 * size * size)
      var output = numbers.mutableSpan
      ViewSource(image).render(
        .identity, size: size, mean: normalization.mean,
        standardDeviation: normalization.standardDeviation, into: &output)
      return PreparedPicture(numbers, side: size)
    case .shortSide(let size):
      let part = preparation.withoutFarEnds(image)
      return PreparedPicture(
        part.convertedToRGB().shortSide(resizedTo: size), table,
        isShortened: part.width < image.width || part.height < image.height)
    }
  }
}

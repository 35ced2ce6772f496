/// The luminance of an image, to say how bright and how sharp it is.
public struct Luminance: Sendable {
  private let image: Image

  /// Takes an image's luminance (ITU-R BT.601), reduced so that its shorter side has at most
  /// `shortSide` pixels.
  public init(_ image: Image, shortSide: Int) {
    let isLarge = min(image.width, image.height) > shortSide
    let small = isLarge ? image.shortSide(resizedTo: shortSide, by: .area) : image
    let channels = small.channelCount
    let source = small.samples.span
    let samples: [UInt8]
    switch small.colorModel {
    case .gray: samples = small.samples
    case .grayAlpha:
      samples = stride(from: 0, to: source.count, by: 2).map { small.samples[$0] }
    case .rgb, .rgba:
      samples = [UInt8](capacity: small.width * small.height) { output in
        for pixel in 0..<small.width * small.height {
          let start = pixel * channels
          let sum =
            77 * UInt32(source[start]) + 150 * UInt32(source[start + 1])
            + 29 * UInt32(source[start + 2])
          output.append(UInt8(truncatingIfNeeded: sum >> 8))
        }
      }
    }
    self.image = Image(
      width: small.width, height: small.height, colorModel: .gray, samples: samples)
  }

  /// The mean, from 0 to 255.
  public var mean: Double {
    Double(image.samples.reduce(0) { $0 + Int($1) }) / Double(image.samples.count)
  }

  /// The variance of the Laplacian by four neighbours, small where there are no edges.
  ///
  /// Over all pixels but those of the border; `nil` if there is nothing else.
  public var laplacianVariance: Double? {
    let (width, height) = (image.width, image.height)
    guard width > 2, height > 2 else { return nil }
    let samples = image.samples.span
    var (sum, sumOfSquares) = (0, 0)
    for row in 1..<height - 1 {
      for place in row * width + 1..<(row + 1) * width - 1 {
        let neighbors =
          Int(samples[place - 1]) + Int(samples[place + 1]) + Int(samples[place - width])
          + Int(samples[place + width])
        let value = neighbors - 4 * Int(samples[place])
        sum += value
        sumOfSquares += value * value
      }
    }
    let count = Double((width - 2) * (height - 2))
    let mean = Double(sum) / count
    return Double(sumOfSquares) / count - mean * mean
  }
}

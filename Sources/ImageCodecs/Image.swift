/// Decoded pixels: 8 bits a sample, interleaved, rows from top to bottom without padding.
public struct Image: Sendable, Equatable {
  /// Which samples a pixel has, in storage order.
  public enum ColorModel: Int, Sendable, CaseIterable {
    /// One sample: luminance.
    case gray = 1
    /// Luminance, then opacity (not premultiplied).
    case grayAlpha = 2
    /// Red, green, blue.
    case rgb = 3
    /// Red, green, blue, then opacity (not premultiplied).
    case rgba = 4

    /// Samples a pixel.
    @inlinable
    public var channelCount: Int { rawValue }
  }

  /// Pixels in a row; at least 1.
  public let width: Int
  /// Rows; at least 1.
  public let height: Int
  /// Which samples a pixel has.
  public let colorModel: ColorModel
  /// `height` × `width` × `channelCount` samples.
  public var samples: [UInt8]

  /// Samples a pixel.
  @inlinable
  public var channelCount: Int { colorModel.rawValue }

  /// Makes an image of the given samples.
  ///
  /// - Precondition: `width` and `height` are at least 1 and `samples` has
  ///   `height` × `width` × `channelCount` elements.
  public init(width: Int, height: Int, colorModel: ColorModel, samples: [UInt8]) {
    precondition(width >= 1 && height >= 1, "an image has at least one pixel")
    precondition(
      samples.count == width * height * colorModel.channelCount,
      "\(width)×\(height) \(colorModel) needs \(width * height * colorModel.channelCount) samples, not \(samples.count)"
    )
    self.width = width
    self.height = height
    self.colorModel = colorModel
    self.samples = samples
  }

  /// Makes an image in which every sample is `value`.
  public init(width: Int, height: Int, colorModel: ColorModel, filledWith value: UInt8 = 0) {
    self.init(
      width: width, height: height, colorModel: colorModel,
      samples: [UInt8](repeating: value, count: width * height * colorModel.channelCount))
  }

  /// The same picture as red, green, blue: grey is repeated, opacity is dropped.
  ///
  /// Dropping opacity, and not compositing, is what OpenCV's `imread` does and what the authors'
  /// programs therefore see.
  public func convertedToRGB() -> Image {
    if colorModel == .rgb { return self }
    let channels = channelCount
    let isGray = colorModel == .gray || colorModel == .grayAlpha
    let pixelCount = width * height
    let converted = [UInt8](capacity: pixelCount * 3) { output in
      for pixel in 0..<pixelCount {
        let source = pixel * channels
        output.append(samples[source])
        output.append(samples[isGray ? source : source + 1])
        output.append(samples[isGray ? source : source + 2])
      }
    }
    return Image(width: width, height: height, colorModel: .rgb, samples: converted)
  }
}

extension Image {
  /// The part of this image whose top left pixel is at column `x` and row `y`.
  ///
  /// - Precondition: the part has at least one pixel and lies within the image.
  public func cropped(x: Int, y: Int, width: Int, height: Int) -> Image {
    precondition(
      x >= 0 && y >= 0 && width >= 1 && height >= 1 && width <= self.width - x
        && height <= self.height - y,
      "\(width)×\(height) at (\(x), \(y)) is not within \(self.width)×\(self.height)")
    let channels = channelCount
    var part: [UInt8] = []
    part.reserveCapacity(width * height * channels)
    for row in y..<y + height {
      let start = (row * self.width + x) * channels
      part.append(contentsOf: samples[start..<start + width * channels])
    }
    return Image(width: width, height: height, colorModel: colorModel, samples: part)
  }

  /// This image with left and right exchanged.
  public func flippedHorizontally() -> Image {
    let channels = channelCount
    let flipped = [UInt8](capacity: samples.count) { output in
      for row in 0..<height {
        for column in stride(from: width - 1, through: 0, by: -1) {
          let start = (row * width + column) * channels
          for channel in 0..<channels { output.append(samples[start + channel]) }
        }
      }
    }
    return Image(width: width, height: height, colorModel: colorModel, samples: flipped)
  }
}

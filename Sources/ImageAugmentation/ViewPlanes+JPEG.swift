import ImageCodecs

extension ViewPlanes {
  /// Puts in the place of the view what JPEG leaves of it.
  mutating func compress(quality: Int) {
    let compressed = image().jpegCompressed(quality: quality).samples
    var planes = ViewPlanes(size: size)
    for y in 0..<size {
      let first = row(y).lowerBound
      for x in 0..<size {
        for plane in 0..<3 {
          planes.samples[first + plane * stride + x] =
            Float(compressed[3 * (y * size + x) + plane]) * (1 / 255)
        }
      }
    }
    self = planes
  }

  /// The view in 8 bits.
  private func image() -> Image {
    let source = samples.span
    let bytes = [UInt8](capacity: 3 * size * size) { output in
      for y in 0..<size {
        let first = row(y).lowerBound
        for x in first..<first + size {
          for plane in 0..<3 {
            let level = source[x + plane * stride] * 255
            output.append(UInt8(min(max(level, 0), 255) + 0.5))
          }
        }
      }
    }
    return Image(width: size, height: size, colorModel: .rgb, samples: bytes)
  }
}

import ImageCodecs

/// A picture made ready for its views: its pixels, and the same halved again and again.
///
/// The halved copies (a third more memory) serve views that shrink the picture. A view reads the
/// copy in which its pixels are at most two pixels apart, so that bilinear sampling misses nothing.
/// The authors' programs sample the full picture however far apart, and alias.
///
/// Make it once for a picture and use it for all its views, on any threads.
public struct ViewSource: Sendable {
  /// The picture, then copies of half the width and height each, down to a short side of 1 pixel.
  let levels: [PixelGrid]

  /// The picture's width in pixels.
  public var width: Int { levels[0].width }

  /// The picture's height in pixels.
  public var height: Int { levels[0].height }

  /// Reads the picture; grey becomes RGB and opacity is dropped.
  ///
  /// - Complexity: O(width · height), 4 bytes a pixel and a third more.
  public init(_ image: Image) {
    var levels = [Self.picture(image)]
    var last = levels[0]
    while min(last.width, last.height) > 1 {
      last = Self.halved(last)
      levels.append(last)
    }
    self.levels = levels
  }

  static func picture(_ image: Image) -> PixelGrid {
    let samples = image.samples.span
    let channels = image.channelCount
    let isGray = image.colorModel == .gray || image.colorModel == .grayAlpha
    let green = isGray ? 0 : 1
    let blue = isGray ? 0 : 2
    return PixelGrid(width: image.width, height: image.height, packing: .bytes) { y, row in
      var source = y * image.width * channels
      for _ in 0..<image.width {
        let low = UInt32(samples[source]) | UInt32(samples[source + green]) << 8
        row.append(Int32(bitPattern: low | UInt32(samples[source + blue]) << 16))
        source += channels
      }
    }
  }

  /// Means of 2 × 2 pixels, rounded; of an odd row's or column's last pixel with itself.
  private static func halved(_ grid: PixelGrid) -> PixelGrid {
    let words = grid.words.span
    let width = (grid.width + 1) / 2
    return PixelGrid(width: width, height: (grid.height + 1) / 2, packing: .bytes) { y, row in
      var upper = 2 * y * grid.rowStride
      for _ in 0..<width {
        let lower = upper + grid.rowStride
        row.append(mean(words[upper], words[upper + 1], words[lower], words[lower + 1]))
        upper += 2
      }
    }
  }

  /// The copy to read when neighbouring samples are `step` pixels of the picture apart: its number,
  /// which is also the power of two by which it is smaller.
  func levelNumber(step: Double) -> Int {
    var number = 0
    var step = step
    while step > 2 && number + 1 < levels.count {
      step /= 2
      number += 1
    }
    return number
  }
}

/// The mean of four pixels of 8 bits a sample, rounded to nearest.
@inline(__always)
private func mean(_ a: Int32, _ b: Int32, _ c: Int32, _ d: Int32) -> Int32 {
  // Red and blue are summed in one word, 16 bits each, and green in another.
  let mask: Int32 = 0x00FF_00FF
  let redBlue = (a & mask) + (b & mask) + (c & mask) + (d & mask) + 0x0002_0002
  let green =
    (a >> 8 & mask) + (b >> 8 & mask) + (c >> 8 & mask) + (d >> 8 & mask) + 0x0000_0002
  return (redBlue >> 2 & mask) | (green >> 2 & mask) << 8
}

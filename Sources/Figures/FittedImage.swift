import ImageCodecs

extension Image {
  /// This picture as RGB, scaled to the largest size of its shape that fits into a square.
  ///
  /// The filter is a triangle as wide as a pixel of the coarser grid: bilinear when the picture
  /// grows, and free of aliasing when it shrinks, as a picture to be looked at should be.
  func fitted(intoSquareOf side: Int) -> Image {
    let source = convertedToRGB()
    let longest = max(width, height)
    let columns = ResamplingAxis(from: width, to: max(1, (width * side + longest / 2) / longest))
    let rows = ResamplingAxis(from: height, to: max(1, (height * side + longest / 2) / longest))
    let columnTaps = (0..<columns.count).map(columns.taps)

    var narrowed = [Float](repeating: 0, count: height * columns.count * 3)
    for y in 0..<height {
      for x in 0..<columns.count {
        for (weight, from) in columnTaps[x] {
          for channel in 0..<3 {
            narrowed[(y * columns.count + x) * 3 + channel] +=
              weight * Float(source.samples[(y * width + from) * 3 + channel])
          }
        }
      }
    }
    let rowLength = columns.count * 3
    var sums = [Float](repeating: 0, count: rows.count * rowLength)
    for y in 0..<rows.count {
      for (weight, from) in rows.taps(at: y) {
        for index in 0..<rowLength {
          sums[y * rowLength + index] += weight * narrowed[from * rowLength + index]
        }
      }
    }
    return Image(
      width: columns.count, height: rows.count, colorModel: .rgb,
      samples: sums.map { UInt8(min(max($0.rounded(), 0), 255)) })
  }
}

/// Which samples of the old grid make up each sample of the new one, along one axis.
struct ResamplingAxis {
  /// Samples of the new grid.
  let count: Int
  private let oldCount: Int

  init(from oldCount: Int, to count: Int) {
    self.oldCount = oldCount
    self.count = count
  }

  /// The weights, which sum to 1, and the old samples they belong to.
  func taps(at position: Int) -> [(weight: Float, index: Int)] {
    let ratio = Float(oldCount) / Float(count)
    let reach = max(ratio, 1)
    let center = (Float(position) + 0.5) * ratio - 0.5
    let first = Int((center - reach).rounded(.up))
    let last = Int((center + reach).rounded(.down))
    let weights = (first...max(first, last)).map { index in
      (
        weight: max(0, 1 - abs(Float(index) - center) / reach),
        index: min(max(index, 0), oldCount - 1)
      )
    }
    let total = weights.reduce(0) { $0 + $1.weight }
    return weights.map { ($0.weight / total, $0.index) }
  }
}

import Kernels

/// Bilinear interpolation whose filter grows with the reduction, in the fixed-point arithmetic of
/// Pillow: 22 bits after the point, and bytes between the two directions.
enum AntialiasedResizer {
  /// The image in another size.
  static func resized(_ image: Image, toWidth width: Int, height: Int) -> Image {
    // As Pillow 13 chooses; where bytes are rounded in between, the order can be seen.
    let startsVertically =
      height < image.height && 2 * (image.width - width) < image.height - height
    if startsVertically { return filtered(filtered(image, toHeight: height), toWidth: width) }
    return filtered(filtered(image, toWidth: width), toHeight: height)
  }

  private static func filtered(_ image: Image, toWidth width: Int) -> Image {
    if width == image.width { return image }
    let kernels = KernelSet.current
    let taps = WeightedTaps(
      channels: image.channelCount, sourceColumns: image.width,
      taps: taps(from: image.width, to: width))
    let source = ImageRows(image)
    let rowLength = width * image.channelCount
    var sums = [Int32](repeating: 0, count: rowLength + KernelSet.rowPadding)
    var samples = [UInt8](repeating: 0, count: rowLength * image.height)
    var output = samples.mutableSpan
    for row in 0..<image.height {
      var target = sums.mutableSpan
      source.withRow(row) { kernels.filterRow($0, by: taps, into: &target) }
      let (sums, start) = (sums.span, row * rowLength)
      for index in 0..<rowLength {
        let rounded = (sums[index] &+ 1 << 21) &>> 22
        output[start &+ index] = UInt8(truncatingIfNeeded: max(0, min(255, rounded)))
      }
    }
    return Image(
      width: width, height: image.height, colorModel: image.colorModel, samples: samples)
  }

  private static func filtered(_ image: Image, toHeight height: Int) -> Image {
    if height == image.height { return image }
    let kernels = KernelSet.current
    let rowLength = image.width * image.channelCount
    let source = image.samples.span
    var samples = [UInt8](repeating: 0, count: rowLength * height)
    var output = samples.mutableSpan
    for (row, tap) in taps(from: image.height, to: height).enumerated() {
      kernels.filterRows(
        source.extracting(droppingFirst: tap.first * rowLength), weights: tap.weights.span,
        into: &output, at: row * rowLength..<(row + 1) * rowLength)
    }
    return Image(
      width: image.width, height: height, colorModel: image.colorModel, samples: samples)
  }

  /// Weights of a triangle as wide as two pixels of the result, or of the source where that is more.
  private static func taps(from sourceCount: Int, to count: Int) -> [(first: Int, weights: [Int32])]
  {
    let scale = Double(sourceCount) / Double(count)
    let support = max(scale, 1)
    return (0..<count).map { index in
      let center = (Double(index) + 0.5) * scale
      let first = max(Int(center - support + 0.5), 0)
      let end = min(Int(center + support + 0.5), sourceCount)
      let weights = (first..<end).map { place in
        max(1 - abs((Double(place) - center + 0.5) * (1 / support)), 0)
      }
      let sum = weights.reduce(0, +)
      return (first, weights.map { Int32(0.5 + $0 / sum * Double(1 << 22)) })
    }
  }
}

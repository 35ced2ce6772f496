/// Bilinear interpolation in the fixed-point arithmetic of OpenCV: first within rows, to 11 bits
/// after the point, then between two rows.
struct BilinearResizer {
  /// Where along one side the samples of the result lie.
  private struct Axis {
    /// The first of the two source positions.
    var lower: [Int] = []
    /// The second.
    var upper: [Int] = []
    /// The weight of the first, in parts of 2048.
    var lowerWeight: [Int32] = []
    /// The weight of the second.
    var upperWeight: [Int32] = []

    init(from sourceCount: Int, to count: Int) {
      // In the order of OpenCV, since other roundings would give other weights.
      let scale = 1 / (Double(count) / Double(sourceCount))
      for index in 0..<count {
        let center = Float((Double(index) + 0.5) * scale - 0.5)
        let floor = center.rounded(.down)
        let fraction = center - floor
        let position = Int(floor)
        lower.append(min(max(position, 0), sourceCount - 1))
        upper.append(min(max(position + 1, 0), sourceCount - 1))
        lowerWeight.append(Int32(((1 - fraction) * 2048).rounded(.toNearestOrEven)))
        upperWeight.append(Int32((fraction * 2048).rounded(.toNearestOrEven)))
      }
    }
  }

  private let columns: Axis
  private let rows: Axis

  init(of image: Image, toWidth width: Int, height: Int) {
    columns = Axis(from: image.width, to: width)
    rows = Axis(from: image.height, to: height)
  }

  /// The samples of the result.
  func samples(of image: Image) -> [UInt8] {
    let rowLength = columns.lower.count * image.channelCount
    // The two rows between which the result lies, stretched; kept as long as they are needed.
    var upperRow = [Int32](repeating: 0, count: rowLength)
    var lowerRow = upperRow
    var upperIndex = -1
    var lowerIndex = -1
    var output: [UInt8] = []
    output.reserveCapacity(rowLength * rows.lower.count)
    var blended = [UInt8](repeating: 0, count: rowLength)
    for index in rows.lower.indices {
      let (first, second) = (rows.lower[index], rows.upper[index])
      if first != upperIndex {
        if first == lowerIndex {
          swap(&upperRow, &lowerRow)
          swap(&upperIndex, &lowerIndex)
        } else {
          stretch(image, row: first, into: &upperRow)
          upperIndex = first
        }
      }
      if second != lowerIndex {
        stretch(image, row: second, into: &lowerRow)
        lowerIndex = second
      }
      var target = blended.mutableSpan
      Self.blend(
        upperRow.span, rows.lowerWeight[index], lowerRow.span, rows.upperWeight[index],
        into: &target)
      output.append(contentsOf: blended)
    }
    return output
  }

  private func stretch(_ image: Image, row: Int, into target: inout [Int32]) {
    let rowLength = image.width * image.channelCount
    let source = image.samples.span.extracting(row * rowLength..<(row + 1) * rowLength)
    var target = target.mutableSpan
    // A constant number of channels lets the compiler unroll the inner loop.
    switch image.colorModel {
    case .gray: stretch(source, channels: 1, into: &target)
    case .grayAlpha: stretch(source, channels: 2, into: &target)
    case .rgb: stretch(source, channels: 3, into: &target)
    case .rgba: stretch(source, channels: 4, into: &target)
    }
  }

  @inline(__always)
  private func stretch(
    _ source: Span<UInt8>, channels: Int, into target: inout MutableSpan<Int32>
  ) {
    let (lower, upper) = (columns.lower.span, columns.upper.span)
    let (lowerWeight, upperWeight) = (columns.lowerWeight.span, columns.upperWeight.span)
    for column in lower.indices {
      let left = lower[column] &* channels
      let right = upper[column] &* channels
      for channel in 0..<channels {
        target[column &* channels &+ channel] =
          Int32(source[left &+ channel]) &* lowerWeight[column]
          &+ Int32(source[right &+ channel]) &* upperWeight[column]
      }
    }
  }

  private static func blend(
    _ upper: Span<Int32>, _ upperWeight: Int32, _ lower: Span<Int32>, _ lowerWeight: Int32,
    into target: inout MutableSpan<UInt8>
  ) {
    precondition(upper.count == target.count && lower.count == target.count)
    for index in target.indices {
      let above = (upperWeight &* (upper[index] &>> 4)) &>> 16
      let below = (lowerWeight &* (lower[index] &>> 4)) &>> 16
      target[index] = UInt8(truncatingIfNeeded: (above &+ below &+ 2) &>> 2)
    }
  }
}

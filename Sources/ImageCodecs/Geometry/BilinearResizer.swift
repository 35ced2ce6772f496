import Kernels

/// Bilinear interpolation in the fixed-point arithmetic of OpenCV: first within rows, to 11 bits
/// after the point, then between two rows.
struct BilinearResizer {
  /// Where along one side the samples of the result lie.
  struct Axis {
    /// The pixel before, −1 where the first is to the right of all of the result.
    private(set) var lower: [Int] = []
    /// Of it and of the one after it, in parts of 2048.
    private(set) var weights: [(lower: Int32, upper: Int32)] = []

    /// Takes the place of a pixel's centre from `place`, which is given its number.
    private init(count: Int, _ place: (Int) -> (position: Int, fraction: Float)) {
      for index in 0..<count {
        let (position, fraction) = place(index)
        lower.append(position)
        weights.append(
          (
            Int32(((1 - fraction) * 2048).rounded(.toNearestOrEven)),
            Int32((fraction * 2048).rounded(.toNearestOrEven))
          ))
      }
    }

    /// Centres of pixels correspond.
    static func centers(from sourceCount: Int, to count: Int) -> Axis {
      // In the order of OpenCV, since other roundings would give other weights.
      let scale = 1 / (Double(count) / Double(sourceCount))
      return Axis(count: count) { index in
        let center = Float((Double(index) + 0.5) * scale - 0.5)
        let floor = center.rounded(.down)
        return (Int(floor), center - floor)
      }
    }

    /// Pixels of the source become areas; only those that cross an edge between two are mixed.
    static func areas(from sourceCount: Int, to count: Int) -> Axis {
      let inverse = Double(count) / Double(sourceCount)
      let scale = 1 / inverse
      return Axis(count: count) { index in
        let position = (Double(index) * scale).rounded(.down)
        if Int(position) >= sourceCount - 1 { return (sourceCount - 1, 0) }
        let fraction = Float(Double(index + 1) - (position + 1) * inverse)
        return (Int(position), fraction <= 0 ? 0 : fraction - fraction.rounded(.down))
      }
    }

    /// As kernels take it for a row of pixels.
    func taps(channels: Int, sourceCount: Int) -> LinearTaps {
      let last = sourceCount - 1
      return LinearTaps(
        channels: channels, sourceColumns: sourceCount, left: lower.map { min(max($0, 0), last) },
        weights: lower.indices.map { index in
          let (left, right) = weights[index]
          // Beyond an edge both neighbours are the same pixel.
          return (0..<last).contains(lower[index]) ? (left, right) : (left + right, 0)
        })
    }
  }

  private let columns: Axis
  private let rows: Axis

  /// Makes images of a size, from places along both sides.
  init(columns: Axis, rows: Axis) {
    self.columns = columns
    self.rows = rows
  }

  /// The samples of the result.
  func samples(of image: Image) -> [UInt8] {
    let kernels = KernelSet.current
    let taps = columns.taps(channels: image.channelCount, sourceCount: image.width)
    let source = ImageRows(image)
    let rowLength = taps.columns * taps.channels
    // The two rows between which the result lies, stretched; kept as long as they are needed.
    var upperRow = [Int16](repeating: 0, count: rowLength + KernelSet.rowPadding)
    var lowerRow = upperRow
    var upperIndex = -1
    var lowerIndex = -1
    func stretch(_ index: Int, into row: inout [Int16]) {
      var target = row.mutableSpan
      source.withRow(index) { kernels.stretchRow($0, by: taps, into: &target) }
    }
    let lastRow = image.height - 1
    var samples = [UInt8](repeating: 0, count: rowLength * rows.lower.count)
    var output = samples.mutableSpan
    for index in rows.lower.indices {
      let first = min(max(rows.lower[index], 0), lastRow)
      let second = min(max(rows.lower[index] + 1, 0), lastRow)
      if first != upperIndex {
        if first == lowerIndex {
          swap(&upperRow, &lowerRow)
          swap(&upperIndex, &lowerIndex)
        } else {
          stretch(first, into: &upperRow)
          upperIndex = first
        }
      }
      if second != lowerIndex {
        stretch(second, into: &lowerRow)
        lowerIndex = second
      }
      kernels.blendRows(
        upperRow.span, Int16(rows.weights[index].lower), lowerRow.span,
        Int16(rows.weights[index].upper), into: &output,
        at: index * rowLength..<(index + 1) * rowLength)
    }
    return samples
  }
}

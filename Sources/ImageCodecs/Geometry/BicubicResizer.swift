import Kernels

/// Bicubic interpolation (Keys' kernel with a = −0.75) in the arithmetic of OpenCV without Intel's
/// library: integers within rows, floats between rows.
struct BicubicResizer {
  /// Where along one side the samples of the result lie.
  private struct Axis {
    /// The second of the four pixels around each.
    var positions: [Int] = []
    /// Of the four, in parts of 2048.
    var weights: [[Int32]] = []

    init(from sourceCount: Int, to count: Int) {
      let scale = 1 / (Double(count) / Double(sourceCount))
      for index in 0..<count {
        let center = Float((Double(index) + 0.5) * scale - 0.5)
        let floor = center.rounded(.down)
        positions.append(Int(floor))
        weights.append(
          Self.weights(at: center - floor).map {
            Int32(($0 * 2048).rounded(.toNearestOrEven))
          })
      }
    }

    /// In the order of OpenCV, since other roundings would give other weights.
    private static func weights(at x: Float) -> [Float] {
      let a: Float = -0.75
      let first = ((a * (x + 1) - 5 * a) * (x + 1) + 8 * a) * (x + 1) - 4 * a
      let second = ((a + 2) * x - (a + 3)) * x * x + 1
      let third = ((a + 2) * (1 - x) - (a + 3)) * (1 - x) * (1 - x) + 1
      return [first, second, third, 1 - first - second - third]
    }
  }

  private let columns: WeightedTaps
  private let rows: Axis

  init(of image: Image, toWidth width: Int, height: Int) {
    let axis = Axis(from: image.width, to: width)
    let last = image.width - 1
    columns = WeightedTaps(
      channels: image.channelCount, sourceColumns: image.width,
      taps: axis.positions.indices.map { index in
        // Beyond an edge all pixels are the one at it: one weight for them together.
        let places = (-1...2).map { min(max(axis.positions[index] + $0, 0), last) }
        var weights = [Int32](repeating: 0, count: places[3] - places[0] + 1)
        for (place, weight) in zip(places, axis.weights[index]) {
          weights[place - places[0]] += weight
        }
        return (places[0], weights)
      })
    rows = Axis(from: image.height, to: height)
  }

  /// The samples of the result.
  func samples(of image: Image) -> [UInt8] {
    let kernels = KernelSet.current
    let source = ImageRows(image)
    let rowLength = columns.columns * columns.channels
    // The last rows that were filtered, each in the place of its number.
    var filtered = [[Int32]](
      repeating: [Int32](repeating: 0, count: rowLength + KernelSet.rowPadding), count: 4)
    var indices = [Int](repeating: -1, count: 4)
    let lastRow = image.height - 1
    var samples = [UInt8](repeating: 0, count: rowLength * rows.positions.count)
    var output = samples.mutableSpan
    for index in rows.positions.indices {
      let places = (-1...2).map { min(max(rows.positions[index] + $0, 0), lastRow) }
      for place in places where indices[place % 4] != place {
        var target = filtered[place % 4].mutableSpan
        source.withRow(place) { kernels.filterRow($0, by: columns, into: &target) }
        indices[place % 4] = place
      }
      Self.mix(
        filtered[places[0] % 4], filtered[places[1] % 4], filtered[places[2] % 4],
        filtered[places[3] % 4], rows.weights[index], into: &output,
        at: index * rowLength..<(index + 1) * rowLength)
    }
    return samples
  }

  private static func mix(
    _ rowA: [Int32], _ rowB: [Int32], _ rowC: [Int32], _ rowD: [Int32], _ weights: [Int32],
    into target: inout MutableSpan<UInt8>, at range: Range<Int>
  ) {
    let (start, count) = (range.lowerBound, range.count)
    precondition(range.upperBound <= target.count)
    let (a, b, c, d) = (rowA.span, rowB.span, rowC.span, rowD.span)
    precondition(a.count >= count && b.count >= count && c.count >= count && d.count >= count)
    let scale: Float = 1 / (2048 * 2048)
    let (first, second) = (Float(weights[0]) * scale, Float(weights[1]) * scale)
    let (third, fourth) = (Float(weights[2]) * scale, Float(weights[3]) * scale)
    // OpenCV computes eight samples at once so, and what remains of a row in integers.
    let vectorCount = count & ~7
    for index in 0..<vectorCount {
      let value =
        Float(a[index]) * first
        + (Float(b[index]) * second + (Float(c[index]) * third + Float(d[index]) * fourth))
      target[start &+ index] = UInt8(nearestTo: value)
    }
    for index in vectorCount..<count {
      let sum =
        a[index] &* weights[0] &+ b[index] &* weights[1] &+ c[index] &* weights[2]
        &+ d[index] &* weights[3]
      target[start &+ index] = UInt8(truncatingIfNeeded: max(0, min(255, (sum &+ 1 << 21) &>> 22)))
    }
  }
}

extension UInt8 {
  /// The nearest integer, halves to the even one, within a byte.
  ///
  /// - Precondition: `value` is within ±2²¹.
  @inline(__always)
  init(nearestTo value: Float) {
    // Of a number so large the last bit of the significand is worth one; no instruction is needed.
    let shift: Float = 1.5 * 8_388_608
    let rounded =
      Int32(bitPattern: (value + shift).bitPattern) &- Int32(bitPattern: shift.bitPattern)
    self = UInt8(truncatingIfNeeded: Swift.max(0, Swift.min(255, rounded)))
  }
}

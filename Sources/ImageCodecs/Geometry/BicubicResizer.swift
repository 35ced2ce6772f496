import Kernels

/// Bicubic interpolation (Keys' kernel with a = −0.75) in the arithmetic of OpenCV without Intel's
/// library: integers within rows, floats between rows.
struct BicubicResizer {
  /// Where along one side the samples of the result lie.
  private struct Axis {
    /// The first of the four pixels around each; −2 where all four are before the second one.
    private(set) var first: [Int] = []
    /// Of the four, in parts of 2048.
    private(set) var weights: [SIMD4<Int32>] = []

    init(from sourceCount: Int, to count: Int) {
      let scale = 1 / (Double(count) / Double(sourceCount))
      first.reserveCapacity(count)
      weights.reserveCapacity(count)
      for index in 0..<count {
        let center = Float((Double(index) + 0.5) * scale - 0.5)
        let floor = center.rounded(.down)
        first.append(Int(floor) - 1)
        weights.append(Self.weights(at: center - floor))
      }
    }

    /// In the order of OpenCV, since other roundings would give other weights.
    private static func weights(at x: Float) -> SIMD4<Int32> {
      let a: Float = -0.75
      let first = ((a * (x + 1) - 5 * a) * (x + 1) + 8 * a) * (x + 1) - 4 * a
      let second = ((a + 2) * x - (a + 3)) * x * x + 1
      let third = ((a + 2) * (1 - x) - (a + 3)) * (1 - x) * (1 - x) + 1
      return SIMD4(
        part(first), part(second), part(third), part(1 - first - second - third))
    }

    /// In parts of 2048, to the nearest, halves to the even one.
    private static func part(_ weight: Float) -> Int32 {
      let shift: Float = 0x1.8p23
      return Int32(bitPattern: (weight * 2048 + shift).bitPattern)
        &- Int32(bitPattern: shift.bitPattern)
    }

    /// The four pixels around the one of number `index`; beyond an edge all are the one at it.
    func places(_ index: Int, last: Int) -> SIMD4<Int> {
      let places = SIMD4(0, 1, 2, 3) &+ first[index]
      return places.clamped(lowerBound: .zero, upperBound: SIMD4(repeating: last))
    }
  }

  private let columns: CubicTaps
  private let rows: Axis

  init(of image: Image, toWidth width: Int, height: Int) {
    let axis = Axis(from: image.width, to: width)
    var (first, weights) = (axis.first, axis.weights)
    for index in 0..<width where first[index] < 0 || first[index] + 3 >= image.width {
      let places = axis.places(index, last: image.width - 1)
      first[index] = places[0]
      // One weight for all that are the same pixel.
      weights[index] = .zero
      for tap in 0..<4 { weights[index][places[tap] - places[0]] += axis.weights[index][tap] }
    }
    columns = CubicTaps(
      channels: image.channelCount, sourceColumns: image.width, first: first, weights: weights)
    rows = Axis(from: image.height, to: height)
  }

  /// The samples of the result.
  func samples(of image: Image) -> [UInt8] {
    let kernels = KernelSet.current
    let source = ImageRows(image)
    let rowLength = columns.columns * columns.channels
    // The last rows that were filtered, each in the place of its number; as vectors, so that none is
    // across two lines of the cache.
    let stride = rowLength / 16 + 2
    var filtered = [SIMD16<Float>](repeating: .zero, count: 4 * stride)
    var numbers = SIMD4(repeating: -1)
    var samples = [UInt8](repeating: 0, count: rowLength * rows.first.count)
    var output = samples.mutableSpan
    // OpenCV computes eight samples at once in floats, and what remains of a row in integers.
    let vectorCount = rowLength & ~7
    for index in rows.first.indices {
      let places = rows.places(index, last: image.height - 1)
      for tap in 0..<4 where numbers[places[tap] & 3] != places[tap] {
        let slot = places[tap] & 3
        numbers[slot] = places[tap]
        var target = filtered.mutableSpan
        source.withRow(places[tap]) {
          kernels.cubicRow($0, by: columns, into: &target, at: slot * stride)
        }
      }
      let (starts, weights) = ((places & 3) &* stride, rows.weights[index])
      kernels.mixRows(
        filtered.span, at: starts, weights: SIMD4<Float>(weights) * (1 / (2048 * 2048)),
        into: &output, at: index * rowLength..<index * rowLength + vectorCount)
      for sample in vectorCount..<rowLength {
        let sum = (0..<4).reduce(Int32(1 << 21)) {
          $0 &+ Int32(filtered[starts[$1] + sample / 16][sample % 16]) &* weights[$1]
        }
        output[index * rowLength + sample] = UInt8(
          truncatingIfNeeded: max(0, min(255, sum &>> 22)))
      }
    }
    return samples
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

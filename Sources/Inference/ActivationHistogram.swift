/// How often the sizes of numbers occur, in cells of one width that doubles as larger numbers come.
struct ActivationHistogram {
  private static let cellCount = 2048
  /// The least width of a cell, a power of two.
  private static let leastWidth: Float = 0x1p-20
  /// From one limit that is tried to the next.
  private static let limitFactor = 0.97
  /// The least limit that is tried, in parts of the largest number.
  private static let leastLimit = 0.02

  /// By cells; whole numbers, unless histograms were joined with weights.
  private(set) var counts = [Double](repeating: 0, count: cellCount)
  /// Cell k has the sizes from k times the width on.
  private(set) var width = leastWidth
  /// The largest size.
  private(set) var largest: Float = 0

  /// Adds numbers; those that are 0 do not count, since every step has a byte for them.
  ///
  /// Nothing is added if one of the numbers is not finite.
  mutating func add(_ numbers: Span<Float>) {
    var largest: Float = 0
    for index in numbers.indices {
      let size = abs(numbers[index])
      guard size.isFinite else { return }
      if size > largest { largest = size }
    }
    widen(for: largest)
    let cellsAUnit = 1 / width
    for index in numbers.indices {
      let size = abs(numbers[index])
      if size > 0 { counts[Int(size * cellsAUnit)] += 1 }
    }
  }

  /// Adds what another histogram has, each count times `weight`.
  mutating func add(_ other: ActivationHistogram, weight: Double = 1) {
    var other = other
    widen(for: other.largest)
    other.widen(for: largest)
    for index in counts.indices { counts[index] += weight * other.counts[index] }
  }

  private mutating func widen(for size: Float) {
    largest = max(largest, size)
    while largest / width >= Float(Self.cellCount) {
      for index in 0..<Self.cellCount / 2 {
        counts[index] = counts[2 * index] + counts[2 * index + 1]
      }
      for index in Self.cellCount / 2..<Self.cellCount { counts[index] = 0 }
      width *= 2
    }
  }

  /// The sum of all squares, each number taken to be in the middle of its cell.
  var energy: Double {
    counts.indices.reduce(0) { $0 + counts[$1] * middle(of: $1) * middle(of: $1) }
  }

  private func middle(of cell: Int) -> Double { (Double(cell) + 0.5) * Double(width) }

  /// The size beyond which numbers should be cut off for the least mean square error of rounding what is left
  /// to `levels` steps.
  func limit(levels: Double) -> Float {
    var best = (error: Double.infinity, limit: largest)
    var limit = Double(largest)
    while limit > Self.leastLimit * Double(largest) {
      let step = limit / levels
      var error = 0.0
      for cell in counts.indices where counts[cell] > 0 {
        let excess = max(0, middle(of: cell) - limit)
        error += counts[cell] * (excess * excess + step * step / 12)
      }
      if error < best.error { best = (error, Float(limit)) }
      limit *= Self.limitFactor
    }
    return best.limit
  }
}

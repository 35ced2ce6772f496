/// How the bytes of a row were turned into differences from their neighbours; the numbers are the
/// file format's.
///
/// Rows are kept with as many zeros before them as a pixel has bytes, so that the first pixel has a
/// left neighbour as all others do.
enum PNGFilter: UInt8, CaseIterable {
  case none, sub, up, average, paeth

  /// Undoes the filter: `differences` and the row above give the row.
  ///
  /// `above` and `row` are `distance` longer than `differences`.
  func reconstruct(
    _ differences: Span<UInt8>, above: Span<UInt8>, into row: inout MutableSpan<UInt8>,
    distance: Int
  ) {
    let count = differences.count
    precondition(above.count == count + distance && row.count == count + distance)
    switch self {
    case .none:
      for index in 0..<count { row[index &+ distance] = differences[index] }
    case .sub:
      for index in 0..<count {
        row[index &+ distance] = differences[index] &+ row[index]
      }
    case .up:
      for index in 0..<count {
        row[index &+ distance] = differences[index] &+ above[index &+ distance]
      }
    case .average:
      for index in 0..<count {
        let mean = (UInt16(row[index]) &+ UInt16(above[index &+ distance])) >> 1
        row[index &+ distance] = differences[index] &+ UInt8(truncatingIfNeeded: mean)
      }
    case .paeth:
      for index in 0..<count {
        let predicted = Self.paethPredictor(
          left: row[index], above: above[index &+ distance], aboveLeft: above[index])
        row[index &+ distance] = differences[index] &+ predicted
      }
    }
  }

  /// Applies the filter to `row`.
  ///
  /// `above` and `row` are `distance` longer than `differences`.
  func apply(
    to row: Span<UInt8>, above: Span<UInt8>, into differences: inout MutableSpan<UInt8>,
    distance: Int
  ) {
    let count = differences.count
    precondition(above.count == count + distance && row.count == count + distance)
    switch self {
    case .none:
      for index in 0..<count { differences[index] = row[index &+ distance] }
    case .sub:
      for index in 0..<count {
        differences[index] = row[index &+ distance] &- row[index]
      }
    case .up:
      for index in 0..<count {
        differences[index] = row[index &+ distance] &- above[index &+ distance]
      }
    case .average:
      for index in 0..<count {
        let mean = (UInt16(row[index]) &+ UInt16(above[index &+ distance])) >> 1
        differences[index] = row[index &+ distance] &- UInt8(truncatingIfNeeded: mean)
      }
    case .paeth:
      for index in 0..<count {
        let predicted = Self.paethPredictor(
          left: row[index], above: above[index &+ distance], aboveLeft: above[index])
        differences[index] = row[index &+ distance] &- predicted
      }
    }
  }

  /// Of the three neighbours, the one nearest to left + above − aboveLeft.
  @inline(__always)
  private static func paethPredictor(left: UInt8, above: UInt8, aboveLeft: UInt8) -> UInt8 {
    let fromLeft = Int16(above) &- Int16(aboveLeft)
    let fromAbove = Int16(left) &- Int16(aboveLeft)
    let distanceToLeft = fromLeft.magnitude
    let distanceToAbove = fromAbove.magnitude
    let distanceToAboveLeft = (fromLeft &+ fromAbove).magnitude
    let nearerOfTwo = distanceToAbove <= distanceToAboveLeft ? above : aboveLeft
    return distanceToLeft <= min(distanceToAbove, distanceToAboveLeft) ? left : nearerOfTwo
  }
}

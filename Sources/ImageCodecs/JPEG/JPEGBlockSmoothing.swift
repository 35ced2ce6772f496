/// Fills in low frequencies of a progressive frame that no scan has told, or not to their last bit.
///
/// Each is estimated from the constant coefficients of the block and its 24 neighbours, as in ITU-T
/// T.81, annex K.8, with the weights of libjpeg-turbo 2.1 and later: so the beginning of a
/// progressive file is a soft picture, not one of squares.
struct JPEGBlockSmoothing {
  /// How a coefficient is estimated.
  private struct Estimate {
    /// Where the coefficient stands in a block in natural order.
    let place: Int
    /// Its number in zigzag order.
    let number: Int
    /// Weights of the constant coefficients of 5 × 5 blocks, in 256ths.
    let weights: [Int]
  }

  /// Where only constant coefficients are known: these become softer too.
  private static let fromConstants = [
    estimate(0, 0, [-2, -6, -8, -6, -2, -6, 6, 42, 6, -6, -8, 42, 152], mirrored: 1),
    estimate(1, 1, [-1, -1, 0, 1, 1, -3, 13, 0, -13, 3, -3, 38, 0], mirrored: -1),
    estimate(8, 2, [-1, -3, -3, -3, -1, -1, 13, 38, 13, -1, 0, 0, 0], mirrored: -1),
    estimate(16, 3, [0, 0, 1, 0, 0, 0, 2, 7, 2, 0, 0, -5, -14], mirrored: 1),
    estimate(9, 4, [-1, 0, 0, 0, 1, 0, 9, 0, -9, 0, 0, 0, 0], mirrored: 1),
    estimate(2, 5, [0, 0, 0, 0, 0, 0, 2, -5, 2, 0, 1, 7, -14], mirrored: 1),
    estimate(3, 6, [0, 0, 0, 0, 0, 0, 1, 0, -1, 0, 0, 2, 0], mirrored: -1),
    estimate(10, 7, [0, 0, 0, 0, 0, 0, 1, -3, 1, 0, 0, 0, 0], mirrored: -1),
    estimate(17, 8, [0, 0, 0, 0, 0, 0, 1, 0, -1, 0, 0, -3, 0], mirrored: -1),
    estimate(24, 9, [0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 0, 0, 0], mirrored: -1),
  ]

  /// Where others are known too.
  private static let fromAll = [
    estimate(1, 1, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -7, 50, 0], mirrored: -1),
    estimate(8, 2, [0, 0, -7, 0, 0, 0, 0, 50, 0, 0, 0, 0, 0], mirrored: -1),
    estimate(16, 3, [0, 0, -1, 0, 0, 0, 0, 13, 0, 0, 0, 0, -24], mirrored: 1),
    estimate(9, 4, [0, -1, 0, 1, 0, -1, 10, 0, -10, 1, 0, 0, 0], mirrored: 1),
    estimate(2, 5, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 13, -24], mirrored: 1),
  ]

  /// An estimate of which the first half of the weights, and the middle one, are given; the others
  /// are the same backwards, times `sign`.
  private static func estimate(
    _ place: Int, _ number: Int, _ half: [Int], mirrored sign: Int
  ) -> Estimate {
    Estimate(
      place: place, number: number, weights: half + half.dropLast().reversed().map { sign * $0 })
  }

  private let frame: JPEGFrame
  private let precisions: [JPEGPrecision]
  /// In natural order.
  private let factors: [[Int16]]
  /// The last row of units that the last scan told something of.
  private let lastRow: Int

  /// Prepares to fill in; `nil` if there is nothing that can be, or need be.
  init?(
    _ frame: JPEGFrame, precisions: [JPEGPrecision], factors: [[Int16]], lastRow: Int
  ) {
    let places = Self.fromConstants.map(\.place)
    for (precision, table) in zip(precisions, factors) {
      guard precision.lowestBits[0] != nil, !table.isEmpty, places.allSatisfy({ table[$0] != 0 })
      else { return nil }
    }
    guard precisions.contains(where: { $0.lowestBits[1..<10].contains { $0 != 0 } }) else {
      return nil
    }
    (self.frame, self.precisions, self.factors) = (frame, precisions, factors)
    self.lastRow = lastRow
  }

  /// Fills in the coefficients of all components.
  func fill(_ coefficients: inout MutableSpan<Int16>) {
    for (index, component) in frame.components.enumerated() {
      let first = component.firstBlock
      let constants = (first..<first + component.storedBlockColumns * component.storedBlockRows)
        .map { Int(coefficients[$0 * 64]) }
      for row in 0..<component.blockRows {
        let rows = rows(around: row, of: component).map { $0 * component.storedBlockColumns }
        let precision = precisions[index]
        let lowestBits =
          row / component.verticalSampling > lastRow
          ? precision.earlierLowestBits : precision.lowestBits
        let estimates =
          lowestBits[1..<10].allSatisfy { $0 == nil } ? Self.fromConstants : Self.fromAll
        let needed = estimates.filter { $0.number == 0 || lowestBits[$0.number] != 0 }
        for column in 0..<component.blockColumns {
          let block = (first + row * component.storedBlockColumns + column) * 64
          let window = Self.window(
            constants, rows, column: column, lastColumn: component.blockColumns - 1)
          for estimate in needed
          where estimate.number == 0 || coefficients[block + estimate.place] == 0 {
            coefficients[block + estimate.place] = Self.value(
              estimate, window, factors[index], lowestBit: lowestBits[estimate.number])
          }
        }
      }
    }
  }

  /// The rows of blocks from two above to two below, or the nearest there are.
  ///
  /// As in libjpeg, which counts those of the last row of units as if all were as high as that one.
  private func rows(around row: Int, of component: JPEGFrame.Component) -> [Int] {
    let height = component.verticalSampling
    let isLast = row / height == frame.unitRows - 1
    let lastHeight = component.blockRows - (frame.unitRows - 1) * height
    let counted = isLast ? row / height * lastHeight + row % height : row
    let limit = isLast ? component.blockRows - 1 : component.storedBlockRows - 1
    let above = counted > 0 ? row - 1 : row
    let below = min(row + 1, limit)
    return [counted > 1 ? row - 2 : above, above, row, below, min(row + 2, limit)]
  }

  private static func window(
    _ constants: [Int], _ rows: [Int], column: Int, lastColumn: Int
  ) -> InlineArray<25, Int> {
    InlineArray { index in
      constants[rows[index / 5] + min(max(column + index % 5 - 2, 0), lastColumn)]
    }
  }

  /// The coefficient that constant coefficients suggest, less than the known bits would have told.
  private static func value(
    _ estimate: Estimate, _ window: InlineArray<25, Int>, _ factors: [Int16], lowestBit: Int?
  ) -> Int16 {
    var sum = 0
    for index in window.indices { sum += estimate.weights[index] * window[index] }
    sum *= Int(UInt16(bitPattern: factors[0]))
    let factor = Int(UInt16(bitPattern: factors[estimate.place]))
    var size = (factor * 128 + abs(sum)) / (factor * 256)
    if estimate.number > 0, let lowestBit, lowestBit > 0 { size = min(size, 1 << lowestBit - 1) }
    return Int16(truncatingIfNeeded: sum < 0 ? -size : size)
  }
}

/// Between which two pixels of a row those of a stretched row lie.
package struct LinearTaps: Sendable {
  /// Pixels of the stretched row.
  package let columns: Int
  /// Samples a pixel.
  package let channels: Int
  /// Samples of the row before.
  let sourceCount: Int
  /// Where the left neighbours begin, and three numbers that are only read.
  let offsets: [Int32]
  /// The weights of both neighbours, as the micro-kernel takes them.
  let weights: [Int32]

  /// Says where pixels come from.
  ///
  /// - Parameters:
  ///   - channels: From 1 to 4.
  ///   - sourceColumns: Pixels of the row before.
  ///   - left: The left neighbour of each pixel; the right one is next to it.
  ///   - weights: Of the left and of the right neighbour, in parts of 2048; the right one's is 0 where
  ///     there is none.
  package init(
    channels: Int, sourceColumns: Int, left: [Int], weights: [(left: Int32, right: Int32)]
  ) {
    precondition((1...4).contains(channels) && left.count == weights.count)
    precondition(
      left.indices.allSatisfy {
        (0..<sourceColumns).contains(left[$0])
          && (left[$0] + 1 < sourceColumns || weights[$0].right == 0)
      })
    columns = left.count
    self.channels = channels
    sourceCount = sourceColumns * channels
    offsets = left.map { Int32($0 * channels) } + [0, 0, 0]
    self.weights = weights.map { $0.right << 16 | $0.left & 0xFFFF } + [0, 0, 0]
  }
}

/// Which pixels of a row, with which weights, make those of another.
package struct WeightedTaps: Sendable {
  /// Pixels of the row that is made.
  package let columns: Int
  /// Samples a pixel.
  package let channels: Int
  /// Samples of the row before.
  let sourceCount: Int
  let offsets: [Int32]
  let counts: [Int32]
  let weights: [Int32]
  let weightStride: Int

  /// Says where pixels come from.
  ///
  /// - Parameters:
  ///   - channels: From 1 to 4.
  ///   - sourceColumns: Pixels of the row before.
  ///   - taps: The first pixel before, and the weights from it on.
  package init(channels: Int, sourceColumns: Int, taps: [(first: Int, weights: [Int32])]) {
    precondition((1...4).contains(channels))
    precondition(
      taps.allSatisfy { $0.first >= 0 && $0.first + $0.weights.count <= sourceColumns })
    columns = taps.count
    self.channels = channels
    sourceCount = sourceColumns * channels
    offsets = taps.map { Int32($0.first * channels) }
    counts = taps.map { Int32($0.weights.count) }
    let stride = taps.reduce(0) { max($0, $1.weights.count) }
    weightStride = stride
    weights = taps.flatMap {
      $0.weights + [Int32](repeating: 0, count: stride - $0.weights.count)
    }
  }
}

/// Between which four pixels of a row those of another lie.
package struct CubicTaps: Sendable {
  /// Pixels of the row that is made.
  package let columns: Int
  /// Samples a pixel.
  package let channels: Int
  /// Samples of the row before.
  let sourceCount: Int
  /// Where the first neighbours begin, and three numbers that are only read.
  let offsets: [Int32]
  /// As the micro-kernel takes them.
  let weights: [Int32]

  /// Says where pixels come from.
  ///
  /// - Parameters:
  ///   - channels: From 1 to 4.
  ///   - sourceColumns: Pixels of the row before.
  ///   - first: The first of the four neighbours of each pixel.
  ///   - weights: Of the four, each within ±2¹⁵; 0 beyond the row's end.
  package init(channels: Int, sourceColumns: Int, first: [Int], weights: [SIMD4<Int32>]) {
    precondition((1...4).contains(channels) && first.count == weights.count)
    precondition(
      first.indices.allSatisfy { index in
        let (place, weights) = (first[index], weights[index])
        return (0..<sourceColumns).contains(place)
          && (1..<4).allSatisfy { place + $0 < sourceColumns || weights[$0] == 0 }
      })
    columns = first.count
    self.channels = channels
    sourceCount = sourceColumns * channels
    offsets = first.map { Int32($0 * channels) } + [0, 0, 0]
    let order: SIMD4<Int> = channels == 1 ? [0, 2, 1, 3] : [0, 1, 2, 3]
    self.weights = [0, 2].flatMap { place in
      weights.map { $0[order[place + 1]] << 16 | $0[order[place]] & 0xFFFF } + [0, 0, 0]
    }
  }
}

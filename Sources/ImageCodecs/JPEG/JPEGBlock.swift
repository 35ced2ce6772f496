/// 8 × 8 coefficients, row by row.
struct JPEGBlock {
  private var values = InlineArray<64, Int16>(repeating: 0)

  init() {}

  /// Stored coefficients, each times its factor.
  @inline(__always)
  init(_ coefficients: Span<Int16>, times factors: borrowing JPEGBlock) {
    precondition(coefficients.count == 64)
    for index in 0..<64 { values[index] = coefficients[index] &* factors.values[index] }
  }

  @inline(__always)
  subscript(index: Int) -> Int16 {
    get { values[index & 63] }
    set { values[index & 63] = newValue }
  }

  /// The rows; a lane a column.
  @inline(__always)
  var rows: JPEGVectors<Int16> {
    JPEGVectors(
      v0: row(0), v1: row(8), v2: row(16), v3: row(24), v4: row(32), v5: row(40), v6: row(48),
      v7: row(56))
  }

  @inline(__always)
  private func row(_ first: Int) -> SIMD8<Int16> {
    SIMD8(
      self[first], self[first &+ 1], self[first &+ 2], self[first &+ 3], self[first &+ 4],
      self[first &+ 5], self[first &+ 6], self[first &+ 7])
  }

  /// Where in a block the coefficients stand that a scan has in its zigzag order.
  static let naturalOrder = JPEGZigzag()
}

/// The zigzag order of T.81, figure 5.
struct JPEGZigzag {
  private let places: InlineArray<64, UInt8> = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
  ]

  @inline(__always)
  subscript(index: Int) -> Int { Int(places[index & 63]) }
}

extension MutableSpan<UInt8> {
  /// Writes the samples of a block, whose rows are `stride` apart.
  @inline(__always)
  mutating func writeBlock(_ rows: JPEGVectors<UInt8>, at offset: Int, stride: Int) {
    writeRow(rows.v0, at: offset)
    writeRow(rows.v1, at: offset &+ stride)
    writeRow(rows.v2, at: offset &+ 2 &* stride)
    writeRow(rows.v3, at: offset &+ 3 &* stride)
    writeRow(rows.v4, at: offset &+ 4 &* stride)
    writeRow(rows.v5, at: offset &+ 5 &* stride)
    writeRow(rows.v6, at: offset &+ 6 &* stride)
    writeRow(rows.v7, at: offset &+ 7 &* stride)
  }

  /// Writes the same sample to a whole block.
  @inline(__always)
  mutating func fillBlock(at offset: Int, stride: Int, with sample: UInt8) {
    let row = SIMD8(repeating: sample)
    for index in 0..<8 { writeRow(row, at: offset &+ index &* stride) }
  }

  @inline(__always)
  private mutating func writeRow(_ row: SIMD8<UInt8>, at offset: Int) {
    for column in 0..<8 { self[offset &+ column] = row[column] }
  }
}

/// Tiles of products whose left operand is read where it lies.
extension MatrixTile {
  /// The tile for a left operand whose rows run along k.
  ///
  /// - Parameters:
  ///   - depth: How many k.
  ///   - left: `[rows][…]`, `leftStride` floats from row to row.
  ///   - right: `[depth][columns]`, packed.
  ///   - result: `[rows][columns]`, `resultStride` floats from row to row; overwritten.
  @inlinable @inline(__always)
  public static func alongRows(
    depth: Int, left: UnsafePointer<Float>, leftStride: Int, right: UnsafePointer<Float>,
    result: UnsafeMutablePointer<Float>, resultStride: Int
  ) {
    var tile = Self()
    // One pointer a row and one common index: with rows × stride addressing the sums spill.
    var starts = unsafe InlineArray<rows, UnsafePointer<Float>>(repeating: left)
    for r in 0..<rows { unsafe starts[r] = left + r &* leftStride }
    var right = unsafe right
    for k in 0..<depth {
      unsafe tile.add(right) { r in unsafe starts[r][k] }
      unsafe right += columns
    }
    for r in 0..<rows { unsafe tile.store(row: r, to: result + r &* resultStride) }
  }

  /// The tile for a left operand whose columns run along k.
  ///
  /// - Parameters:
  ///   - depth: How many k.
  ///   - left: `[depth][rows…]`, `leftStride` floats from k to k.
  ///   - right: `[depth][columns]`, packed.
  ///   - result: `[rows][columns]`, `resultStride` floats from row to row.
  ///   - accumulates: Whether sums start from `result` (else from zero).
  @inlinable @inline(__always)
  public static func alongColumns(
    depth: Int, left: UnsafePointer<Float>, leftStride: Int, right: UnsafePointer<Float>,
    result: UnsafeMutablePointer<Float>, resultStride: Int, accumulates: Bool
  ) {
    var tile = Self()
    if accumulates {
      for r in 0..<rows { unsafe tile.load(row: r, from: result + r &* resultStride) }
    }
    var left = unsafe left
    var right = unsafe right
    for _ in 0..<depth {
      unsafe tile.add(right) { r in unsafe left[r] }
      unsafe left += leftStride
      unsafe right += columns
    }
    for r in 0..<rows { unsafe tile.store(row: r, to: result + r &* resultStride) }
  }
}

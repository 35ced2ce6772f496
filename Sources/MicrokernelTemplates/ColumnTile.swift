extension MatrixTile {
  /// The tile for a left operand whose columns run along k.
  ///
  /// - Parameters:
  ///   - depth: How many k.
  ///   - left: `[depth][rows…]`, `leftStride` floats from k to k.
  ///   - right: `[depth][columns]`, `rightStride` floats from k to k.
  ///   - result: `[rows][columns]`, `resultStride` floats from row to row.
  ///   - accumulates: Whether sums start from `result` (else from zero).
  @inlinable @inline(__always)
  public static func alongColumns(
    depth: Int, left: UnsafePointer<Float>, leftStride: Int, right: UnsafePointer<Float>,
    rightStride: Int, result: UnsafeMutablePointer<Float>, resultStride: Int,
    accumulates: Bool
  ) {
    var tile = Self()
    if accumulates {
      for r in 0..<rows { unsafe tile.load(row: r, from: result + r &* resultStride) }
    }
    var left = unsafe left
    var right = unsafe right
    for _ in 0..<depth {
      unsafe Prefetch.read(left + stepsAhead &* leftStride)
      for v in 0..<vectors {
        unsafe Prefetch.read(right + (stepsAhead &* rightStride + v * Set.Vector.scalarCount))
      }
      unsafe tile.add(right) { r in unsafe left[r] }
      unsafe left += leftStride
      unsafe right += rightStride
    }
    for r in 0..<rows { unsafe tile.store(row: r, to: result + r &* resultStride) }
  }

  /// How many k ahead the operands are asked for: they may be strips of long rows in memory.
  @inlinable @inline(__always)
  static var stepsAhead: Int { 32 }
}

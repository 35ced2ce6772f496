/// A tile of a matrix product held in registers: `rows` × `vectors` vectors of accumulators.
///
///     result[r, c] += Σₖ left(r, k) · right[k, c]      (k ascending, each product added as it comes)
///
/// Each element of the result is one chain of additions that starts from what `result` holds, so cutting
/// k into blocks, or choosing another tile, does not change a bit of the outcome.
@frozen
public struct MatrixTile<Set: InstructionSet, let rows: Int, let vectors: Int> {
  @usableFromInline var sums: InlineArray<rows, InlineArray<vectors, Set.Vector>>

  @inlinable @inline(__always)
  init() {
    sums = .init(repeating: .init(repeating: .zero))
  }

  /// Floats in a row of the tile.
  @inlinable @inline(__always)
  public static var columns: Int { vectors * Set.Vector.scalarCount }

  /// Adds one k: `left(r)` times the row of `right` that starts at `row`.
  @inlinable @inline(__always)
  mutating func add(_ row: UnsafePointer<Float>, _ left: (Int) -> Float) {
    let source = unsafe UnsafeRawPointer(row)
    var right = InlineArray<vectors, Set.Vector>(repeating: .zero)
    for v in 0..<vectors {
      unsafe right[v] = source.loadUnaligned(
        fromByteOffset: v * MemoryLayout<Set.Vector>.stride, as: Set.Vector.self)
    }
    for r in 0..<rows {
      let broadcast = Set.Vector(repeating: left(r))
      for v in 0..<vectors {
        sums[r][v] = Set.multiplyAdd(broadcast, right[v], sums[r][v])
      }
    }
  }

  @inlinable @inline(__always)
  mutating func load(row r: Int, from source: UnsafePointer<Float>) {
    for v in 0..<vectors {
      unsafe sums[r][v] = UnsafeRawPointer(source).loadUnaligned(
        fromByteOffset: v * MemoryLayout<Set.Vector>.stride, as: Set.Vector.self)
    }
  }

  @inlinable @inline(__always)
  func store(row r: Int, to target: UnsafeMutablePointer<Float>) {
    for v in 0..<vectors {
      unsafe UnsafeMutableRawPointer(target).storeBytes(
        of: sums[r][v], toByteOffset: v * MemoryLayout<Set.Vector>.stride, as: Set.Vector.self)
    }
  }

  /// The tile for packed operands.
  ///
  /// - Parameters:
  ///   - depth: How many k.
  ///   - left: `[depth][rows]`, packed.
  ///   - right: `[depth][columns]`, packed.
  ///   - result: The tile's first element; `rows` rows of `columns` elements.
  ///   - resultStride: Elements from one row of `result` to the next.
  ///   - accumulates: Whether sums start from `result` (else from zero).
  @inlinable @inline(__always)
  public static func packed(
    depth: Int, left: UnsafePointer<Float>, right: UnsafePointer<Float>,
    result: UnsafeMutablePointer<Float>, resultStride: Int, accumulates: Bool
  ) {
    var tile = Self()
    if accumulates {
      for r in 0..<rows { unsafe tile.load(row: r, from: result + r * resultStride) }
    }
    var left = unsafe left
    var right = unsafe right
    let end = unsafe left + depth * rows
    while unsafe left < end {
      unsafe tile.add(right) { r in unsafe left[r] }
      unsafe left += rows
      unsafe right += columns
    }
    for r in 0..<rows { unsafe tile.store(row: r, to: result + r * resultStride) }
  }

  /// The tile for a left operand gathered from anywhere: the inner loop of a convolution.
  ///
  /// - Parameters:
  ///   - taps: How many runs of k each row is made of.
  ///   - depth: How many k a run has.
  ///   - left: `[taps][rows]`: where each run starts.
  ///   - right: `[taps × depth][columns]`, packed.
  ///   - result: `[rows]`: where each row of the result starts.
  ///   - column: The tile's first column within those rows.
  ///   - accumulates: Whether sums start from `result` (else from zero).
  @inlinable @inline(__always)
  public static func gathered(
    taps: Int, depth: Int, left: UnsafePointer<UnsafePointer<Float>>,
    right: UnsafePointer<Float>, result: UnsafePointer<UnsafeMutablePointer<Float>>, column: Int,
    accumulates: Bool
  ) {
    var tile = Self()
    if accumulates {
      for r in 0..<rows { unsafe tile.load(row: r, from: result[r] + column) }
    }
    var right = unsafe right
    for tap in 0..<taps {
      // One pointer a row and one common index: with rows × stride addressing the sums spill.
      var runs = unsafe InlineArray<rows, UnsafePointer<Float>>(repeating: left[tap * rows])
      for r in 0..<rows { unsafe runs[r] = left[tap * rows + r] }
      for k in 0..<depth {
        unsafe tile.add(right) { r in unsafe runs[r][k] }
        unsafe right += columns
      }
    }
    for r in 0..<rows { unsafe tile.store(row: r, to: result[r] + column) }
  }
}

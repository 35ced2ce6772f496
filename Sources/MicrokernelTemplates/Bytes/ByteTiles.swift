/// A tile of a product of unsigned by signed bytes, held in registers: `rows` × four vectors of sums.
///
///     sums[r, c] = Σ over taps, k of left(tap, r)[k] · right[tap, k, c]
///
/// The sums are 32-bit integers that wrap around, which takes more than 66,000 products.
@frozen
public struct ByteTile<Set: ByteInstructionSet, let rows: Int> {
  @usableFromInline var sums: InlineArray<rows, InlineArray<4, Set.Sums>>

  @inlinable @inline(__always)
  init() {
    sums = .init(repeating: .init(repeating: .zero))
  }

  /// Columns of the tile.
  @inlinable @inline(__always)
  public static var columns: Int { 4 * Set.Sums.scalarCount }

  /// Computes the tile: see ``ByteTiles/run(_:_:_:_:_:_:_:)``.
  @inlinable @inline(__always)
  static func run(
    _ taps: Int, _ depth: Int, _ left: UnsafePointer<UnsafePointer<UInt8>>,
    _ right: UnsafePointer<Int8>, _ result: UnsafeMutablePointer<Int32>,
    _ finish: UnsafeRawPointer?
  ) {
    var tile = Self()
    var right = unsafe UnsafeRawPointer(right)
    let wholeDepth = depth & ~3
    for tap in 0..<taps {
      let runs = unsafe left + tap &* rows
      var k = 0
      while k < wholeDepth {
        unsafe tile.add(right) { r in
          unsafe UnsafeRawPointer(runs[r] + k).loadUnaligned(as: UInt32.self)
        }
        unsafe right += 4 * columns
        k &+= 4
      }
      guard k < depth else { continue }
      // What lies behind a run may not be read.
      let rest = depth &- k
      unsafe tile.add(right) { r in
        let run = unsafe runs[r] + k
        var four = unsafe UInt32(run[0])
        if rest > 1 { unsafe four |= UInt32(run[1]) &<< 8 }
        if rest > 2 { unsafe four |= UInt32(run[2]) &<< 16 }
        return four
      }
      unsafe right += 4 * columns
    }
    if let finish = unsafe finish?.assumingMemoryBound(to: ByteFinish.self) {
      // Row by row without a loop: in one that is too long to be unrolled, the sums would be in memory from
      // the start.
      unsafe tile.finish(0, finish)
      unsafe tile.finish(1, finish)
      unsafe tile.finish(2, finish)
      unsafe tile.finish(3, finish)
      unsafe tile.finish(4, finish)
      unsafe tile.finish(5, finish)
      return
    }
    // Through memory and not to a result at once: a loop that is too long to be unrolled would keep the
    // sums in memory from the start.
    let target = UnsafeMutableRawPointer(result)
    for r in 0..<rows {
      for v in 0..<4 {
        unsafe target.storeBytes(
          of: tile.sums[r][v], toByteOffset: (r * 4 + v) * MemoryLayout<Set.Sums>.stride,
          as: Set.Sums.self)
      }
    }
  }

  /// Makes bytes of one row, if there is such a row.
  @inlinable @inline(__always)
  func finish(_ row: Int, _ finish: UnsafePointer<ByteFinish>) {
    guard row < rows else { return }
    let column = unsafe finish.pointee.column
    let residual = unsafe finish.pointee.residuals.map { residuals in
      unsafe UnsafeRawPointer(residuals[row] + column)
    }
    unsafe Requantization<Set>.finish(
      sums[row], UnsafeRawPointer(finish.pointee.scales),
      UnsafeRawPointer(finish.pointee.offsets), residual, finish.pointee.residualScale,
      UnsafeMutableRawPointer(finish.pointee.results[row] + column))
  }

  /// Adds four k.
  @inlinable @inline(__always)
  mutating func add(_ right: UnsafeRawPointer, _ left: (Int) -> UInt32) {
    var weights = InlineArray<4, Set.Sums>(repeating: .zero)
    for v in 0..<4 {
      unsafe weights[v] = right.loadUnaligned(
        fromByteOffset: v * MemoryLayout<Set.Sums>.stride, as: Set.Sums.self)
    }
    for r in 0..<rows {
      let activations = Set.activations(left(r))
      for v in 0..<4 {
        sums[r][v] = Set.addProducts(activations, Set.weights(weights[v]), sums[r][v])
      }
    }
  }
}

/// Tiles of 1 to ``ByteInstructionSet/byteTileRows`` rows.
@frozen
public enum ByteTiles<Set: ByteInstructionSet> {
  /// Runs the tile of `rows` rows.
  ///
  /// - Parameters:
  ///   - rows: Rows of the left operand.
  ///   - taps: How many runs of k each row is made of.
  ///   - depth: How many k a run has.
  ///   - left: `[taps][rows]`: where each run starts.
  ///   - right: `[taps][⌈depth / 4⌉][columns][4]`: four consecutive k side by side, beyond the depth zeros.
  ///   - result: `[rows][columns]`, overwritten; not needed with `finish`.
  ///   - finish: A ``ByteFinish``: what makes bytes of the sums of whole tiles before they leave the registers; nil for sums.
  @inlinable @inline(__always)
  public static func run(
    _ rows: Int, _ taps: Int, _ depth: Int, _ left: UnsafePointer<UnsafePointer<UInt8>>,
    _ right: UnsafePointer<Int8>, _ result: UnsafeMutablePointer<Int32>,
    _ finish: UnsafeRawPointer?
  ) {
    if rows == 1 {
      unsafe ByteTile<Set, 1>.run(taps, depth, left, right, result, finish)
      return
    }
    if rows == 2 {
      unsafe ByteTile<Set, 2>.run(taps, depth, left, right, result, finish)
      return
    }
    guard Set.byteTileRows > 2 else { return }
    if rows == 3 {
      unsafe ByteTile<Set, 3>.run(taps, depth, left, right, result, finish)
      return
    }
    if rows == 4 {
      unsafe ByteTile<Set, 4>.run(taps, depth, left, right, result, finish)
      return
    }
    if rows == 5 {
      unsafe ByteTile<Set, 5>.run(taps, depth, left, right, result, finish)
      return
    }
    unsafe ByteTile<Set, 6>.run(taps, depth, left, right, result, finish)
  }
}

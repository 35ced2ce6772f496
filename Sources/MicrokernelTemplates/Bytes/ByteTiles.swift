/// A tile of a product of unsigned by signed bytes, held in registers: `rows` × `vectors` vectors of sums.
///
///     sums[r, c] = Σ over taps, k of left(tap, r)[k] · right[tap, k, c]
///
/// The sums are 32-bit integers that wrap around, which takes more than 66,000 products. A
/// ``WordInstructionSet`` reads both operands as words in the place of bytes.
@frozen
public struct ByteTile<Set: ByteInstructionSet, let rows: Int, let vectors: Int> {
  @usableFromInline var sums: InlineArray<rows, InlineArray<vectors, Set.Sums>>

  @inlinable @inline(__always)
  init() {
    sums = .init(repeating: .init(repeating: .zero))
  }

  /// Columns of the tile.
  @inlinable @inline(__always)
  public static var columns: Int { vectors * Set.Sums.scalarCount }

  /// Computes a sweep of tiles: see ``ByteTiles/run(_:_:_:_:_:_:_:_:_:)``.
  @inlinable @inline(__always)
  static func run(
    _ taps: Int, _ depth: Int, _ firstLeft: UnsafePointer<UnsafePointer<UInt8>>,
    _ firstRight: UnsafePointer<Int8>, _ result: UnsafeMutablePointer<Int32>,
    _ finish: UnsafeRawPointer?, _ across: Int, _ below: Int
  ) {
    guard let firstFinish = unsafe finish?.assumingMemoryBound(to: ByteFinish.self) else {
      var tile = Self()
      _ = unsafe tile.add(taps, depth, firstLeft, UnsafeRawPointer(firstRight))
      unsafe tile.store(to: UnsafeMutableRawPointer(result))
      return
    }
    var finish = unsafe firstFinish.pointee
    var (left, right) = unsafe (firstLeft, UnsafeRawPointer(firstRight))
    var (tilesLeft, linesLeft) = (across, below)
    while true {
      tilesLeft &-= 1
      // Rows lie far apart: the processor does not see by itself what comes next.
      if tilesLeft > 0 {
        prefetch(finish, row: 0, column: finish.column &+ columns)
      } else {
        linesLeft &-= 1
        if linesLeft > 0 {
          unsafe prefetch(finish, row: rows, column: firstFinish.pointee.column)
          if taps == 1 { for r in rows..<2 &* rows { unsafe Prefetch.read(left[r]) } }
        }
      }
      var tile = Self()
      unsafe right = tile.add(taps, depth, left, right)
      // Asked once: a branch for each vector would be as much work again as the bytes.
      if let residuals = unsafe finish.residuals {
        let column = finish.column
        unsafe tile.finish(finish) { row in unsafe UnsafeRawPointer(residuals[row] + column) }
      } else {
        unsafe tile.finish(finish) { _ in nil }
      }
      if tilesLeft > 0 {
        finish.column &+= columns
      } else {
        if linesLeft == 0 { return }
        tilesLeft = across
        unsafe left += taps &* rows
        unsafe right = UnsafeRawPointer(firstRight)
        unsafe finish.column = firstFinish.pointee.column
        unsafe finish.results += rows
        if let residuals = unsafe finish.residuals { unsafe finish.residuals = residuals + rows }
      }
    }
  }

  /// Adds all products and returns where the right operand ends.
  @inlinable @inline(__always)
  mutating func add(
    _ taps: Int, _ depth: Int, _ left: UnsafePointer<UnsafePointer<UInt8>>,
    _ firstRight: UnsafeRawPointer
  ) -> UnsafeRawPointer {
    var right = unsafe firstRight
    let wholeDepth = depth & ~3
    for tap in 0..<taps {
      let runs = unsafe left + tap &* rows
      var k = 0
      while k < wholeDepth {
        unsafe add(right) { r in
          unsafe UnsafeRawPointer(runs[r] + k).loadUnaligned(as: UInt32.self)
        }
        unsafe right += 4 * Self.columns
        k &+= 4
      }
      guard k < depth else { continue }
      // What lies behind a run may not be read.
      let rest = depth &- k
      unsafe add(right) { r in
        let run = unsafe runs[r] + k
        var four = unsafe UInt32(run[0])
        if rest > 1 { unsafe four |= UInt32(run[1]) &<< 8 }
        if rest > 2 { unsafe four |= UInt32(run[2]) &<< 16 }
        return four
      }
      unsafe right += 4 * Self.columns
    }
    return unsafe right
  }

  @inlinable @inline(__always)
  func store(to target: UnsafeMutableRawPointer) {
    for r in 0..<rows {
      for v in 0..<vectors {
        unsafe target.storeBytes(
          of: sums[r][v], toByteOffset: (r * vectors + v) * MemoryLayout<Set.Sums>.stride,
          as: Set.Sums.self)
      }
    }
  }

  /// Makes bytes of all rows.
  @inlinable @inline(__always)
  func finish(_ finish: ByteFinish, _ residual: (_ row: Int) -> UnsafeRawPointer?) {
    // Row by row without a loop: in one that is too long to be unrolled, the sums would be in memory from
    // the start.
    unsafe self.finish(0, finish, residual)
    unsafe self.finish(1, finish, residual)
    unsafe self.finish(2, finish, residual)
    unsafe self.finish(3, finish, residual)
    unsafe self.finish(4, finish, residual)
    unsafe self.finish(5, finish, residual)
  }

  /// Makes bytes of one row, if there is such a row.
  @inlinable @inline(__always)
  func finish(
    _ row: Int, _ finish: ByteFinish, _ residual: (_ row: Int) -> UnsafeRawPointer?
  ) {
    guard row < rows else { return }
    unsafe Requantization<Set, vectors>.finish(
      sums[row], UnsafeRawPointer(finish.scales + finish.column),
      UnsafeRawPointer(finish.offsets + finish.column), residual(row), finish.residualScale,
      UnsafeMutableRawPointer(finish.results[row] + finish.column))
  }

  /// Asks for what a tile that comes later writes, and for what is added to it.
  @inlinable @inline(__always)
  static func prefetch(_ finish: ByteFinish, row: Int, column: Int) {
    for r in 0..<rows { unsafe Prefetch.write(finish.results[row &+ r] + column) }
    if let residuals = unsafe finish.residuals {
      for r in 0..<rows { unsafe Prefetch.read(residuals[row &+ r] + column) }
    }
  }

  /// Adds the k that lie in four bytes.
  @inlinable @inline(__always)
  mutating func add(_ right: UnsafeRawPointer, _ left: (Int) -> UInt32) {
    var weights = InlineArray<vectors, Set.Sums>(repeating: .zero)
    for v in 0..<vectors {
      unsafe weights[v] = right.loadUnaligned(
        fromByteOffset: v * MemoryLayout<Set.Sums>.stride, as: Set.Sums.self)
    }
    for r in 0..<rows {
      let activations = Set.Sums(repeating: Int32(bitPattern: left(r)))
      for v in 0..<vectors {
        sums[r][v] = Set.addProducts(activations, weights[v], sums[r][v])
      }
    }
  }
}

/// Tiles of `vectors` vectors and 1 to ``maximumRows`` rows.
@frozen
public enum ByteTiles<Set: ByteInstructionSet, let vectors: Int> {
  /// Rows of the tallest tile: with two vectors its sums fill twelve of sixteen registers, with four 24 of 32.
  @inlinable @inline(__always)
  public static var maximumRows: Int { 6 }

  /// Runs a sweep of tiles of `rows` rows: tiles side by side with the same left operand, and below each other
  /// with the same right one.
  ///
  /// - Parameters:
  ///   - rows: Rows of the left operand.
  ///   - taps: How many runs of k each row is made of.
  ///   - depth: How many k a run has.
  ///   - left: `[taps][rows]`: where each run starts; as many for each line of tiles, line after line.
  ///   - right: `[across][taps][⌈depth / 4⌉][columns][4]`: four consecutive k side by side, beyond the depth zeros.
  ///     Of words in the place of bytes two lie side by side, and depth counts twice as much.
  ///   - result: `[rows][columns]`, overwritten; not needed with `finish`.
  ///   - finish: A ``ByteFinish``: what makes bytes of the sums before they leave the registers; nil for the sums
  ///     of one tile.
  ///   - across: How many tiles side by side; at least 1.
  ///   - below: How many lines of them, whose rows follow each other; at least 1.
  @inlinable @inline(__always)
  public static func run(
    _ rows: Int, _ taps: Int, _ depth: Int, _ left: UnsafePointer<UnsafePointer<UInt8>>,
    _ right: UnsafePointer<Int8>, _ result: UnsafeMutablePointer<Int32>,
    _ finish: UnsafeRawPointer?, _ across: Int, _ below: Int
  ) {
    if rows == 1 {
      unsafe ByteTile<Set, 1, vectors>.run(taps, depth, left, right, result, finish, across, below)
      return
    }
    if rows == 2 {
      unsafe ByteTile<Set, 2, vectors>.run(taps, depth, left, right, result, finish, across, below)
      return
    }
    if rows == 3 {
      unsafe ByteTile<Set, 3, vectors>.run(taps, depth, left, right, result, finish, across, below)
      return
    }
    if rows == 4 {
      unsafe ByteTile<Set, 4, vectors>.run(taps, depth, left, right, result, finish, across, below)
      return
    }
    if rows == 5 {
      unsafe ByteTile<Set, 5, vectors>.run(taps, depth, left, right, result, finish, across, below)
      return
    }
    unsafe ByteTile<Set, 6, vectors>.run(taps, depth, left, right, result, finish, across, below)
  }
}

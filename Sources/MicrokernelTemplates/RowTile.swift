/// The operands of a tile whose left operand lies in rows: see ``RowTiles/run(_:_:_:_:)``.
@safe
public struct RowTileProduct {
  @usableFromInline let taps: Int
  @usableFromInline let depth: Int
  @usableFromInline var left: UnsafePointer<UnsafePointer<Float>>
  @usableFromInline let first: Int
  @usableFromInline var right: UnsafePointer<Float>
  @usableFromInline let rightStride: Int

  /// Names the operands.
  ///
  /// - Parameters:
  ///   - taps: How many runs of k each row is made of.
  ///   - depth: How many k a run has.
  ///   - left: `[taps][rows]`: where each run starts.
  ///   - first: The first k of every run.
  ///   - right: `[taps × depth]` rows, each the tile's columns.
  ///   - rightStride: Elements from one row of `right` to the next.
  @inlinable @inline(__always)
  public init(
    taps: Int, depth: Int, left: UnsafePointer<UnsafePointer<Float>>, first: Int,
    right: UnsafePointer<Float>, rightStride: Int
  ) {
    self.taps = taps
    self.depth = depth
    unsafe self.left = left
    self.first = first
    unsafe self.right = right
    self.rightStride = rightStride
  }
}

/// What a tile's sums start from, what becomes of them, and where they go: see ``RowTiles/run(_:_:_:_:)``.
@safe
public struct RowTileTarget {
  @usableFromInline var start: UnsafePointer<UnsafePointer<Float>>?
  @usableFromInline var residual: UnsafePointer<UnsafePointer<Float>>?
  @usableFromInline let isRectified: Bool
  @usableFromInline var result: UnsafePointer<UnsafeMutablePointer<Float>>
  @usableFromInline var column: Int

  /// Names the target.
  ///
  /// - Parameters:
  ///   - start: For each row what its sums start from, or nil for zeros.
  ///   - residual: For each row what is added to the sums, or nil for nothing.
  ///   - isRectified: Whether negative results become 0.
  ///   - result: Where each row of the result starts.
  ///   - column: The tile's first column within the rows of all three.
  @inlinable @inline(__always)
  public init(
    start: UnsafePointer<UnsafePointer<Float>>?, residual: UnsafePointer<UnsafePointer<Float>>?,
    isRectified: Bool, result: UnsafePointer<UnsafeMutablePointer<Float>>, column: Int
  ) {
    unsafe self.start = start
    unsafe self.residual = residual
    self.isRectified = isRectified
    unsafe self.result = result
    self.column = column
  }
}

/// Tiles of one height, one after another: side by side with the same left operand, and below each other with
/// the same right one.
@safe
public struct RowTileSweep {
  @usableFromInline let across: Int
  @usableFromInline let below: Int
  @usableFromInline let rightStep: Int
  @usableFromInline let ahead: UnsafePointer<Float>?
  @usableFromInline let aheadStep: Int

  /// Describes a sweep.
  ///
  /// - Parameters:
  ///   - across: How many tiles side by side; at least 1.
  ///   - below: How many lines of them, whose rows follow each other in all that has rows; at least 1.
  ///   - rightStep: Elements from where the right operand of a tile starts to that of the tile beside it.
  ///   - ahead: What to ask for meanwhile; nil for the sweep's own right operands, a little before they are
  ///     read.
  ///   - aheadStep: Elements to go on by in it with every two k.
  @inlinable @inline(__always)
  public init(
    across: Int, below: Int = 1, rightStep: Int, ahead: UnsafePointer<Float>? = nil,
    aheadStep: Int = 0
  ) {
    self.across = across
    self.below = below
    self.rightStep = rightStep
    unsafe self.ahead = ahead
    self.aheadStep = aheadStep
  }
}

extension MatrixTile {
  /// Tiles for a left operand whose rows lie anywhere, each contiguous in k: a matrix read in place, or the
  /// runs of a convolution's window.
  ///
  ///     result[r, c] = start[r, c] + Σ over taps, k of left(tap, r)[k] · right[tap, k, c] + residual[r, c]
  ///
  /// Each element is one chain of additions, k ascending; then 0 takes the place of what is negative, where
  /// asked for.
  @inlinable @inline(__always)
  static func inRows(
    _ firstProduct: RowTileProduct, _ firstTarget: RowTileTarget, _ sweep: RowTileSweep
  ) {
    var (product, target) = (firstProduct, firstTarget)
    var (tilesLeft, linesLeft) = (sweep.across, sweep.below)
    var ahead = unsafe sweep.ahead ?? product.right + floatsAhead
    let step = unsafe sweep.ahead == nil ? 2 &* columns : sweep.aheadStep
    while true {
      tilesLeft &-= 1
      // Rows lie far apart: the processor does not see by itself what comes next.
      if tilesLeft > 0 {
        prefetch(target, row: 0, column: target.column &+ columns)
      } else {
        linesLeft &-= 1
        if linesLeft > 0 { prefetch(target, row: rows, column: firstTarget.column) }
      }
      var tile = unsafe Self(from: target.start, column: target.column)
      unsafe tile.add(product, copy: nil, ahead: &ahead, step: step)
      tile.finish(target)
      if tilesLeft > 0 {
        unsafe product.right += sweep.rightStep
        target.column &+= columns
      } else {
        if linesLeft == 0 { return }
        tilesLeft = sweep.across
        unsafe product.right = firstProduct.right
        if unsafe sweep.ahead == nil { unsafe ahead = product.right + floatsAhead }
        unsafe product.left += product.taps &* rows
        target.column = firstTarget.column
        unsafe target.result += rows
        if let start = unsafe target.start { unsafe target.start = start + rows }
        if let residual = unsafe target.residual { unsafe target.residual = residual + rows }
      }
    }
  }

  /// A line of such tiles that leave packed copies of their right operands, each `[taps × depth][columns]`,
  /// behind.
  @inlinable @inline(__always)
  static func inRows(
    _ firstProduct: RowTileProduct, _ firstTarget: RowTileTarget, _ sweep: RowTileSweep,
    copy: UnsafeMutablePointer<Float>
  ) {
    var (product, target, copy) = unsafe (firstProduct, firstTarget, copy)
    var ahead = unsafe product.right
    for index in 0..<sweep.across {
      if index &+ 1 < sweep.across {
        prefetch(target, row: 0, column: target.column &+ columns)
      }
      var tile = unsafe Self(from: target.start, column: target.column)
      unsafe tile.add(product, copy: copy, ahead: &ahead, step: 0)
      tile.finish(target)
      unsafe product.right += sweep.rightStep
      unsafe copy += product.taps &* product.depth &* columns
      target.column &+= columns
    }
  }

  /// Sums that start from rows, or from zeros.
  @inlinable @inline(__always)
  init(from start: UnsafePointer<UnsafePointer<Float>>?, column: Int) {
    self.init()
    guard let start = unsafe start else { return }
    for r in 0..<rows { unsafe load(row: r, from: start[r] + column) }
  }

  /// Adds the residual and writes the sums.
  @inlinable @inline(__always)
  mutating func finish(_ target: RowTileTarget) {
    if let residual = unsafe target.residual {
      for r in 0..<rows { unsafe add(row: r, from: residual[r] + target.column) }
    }
    if target.isRectified {
      for r in 0..<rows { unsafe storeRectified(row: r, to: target.result[r] + target.column) }
    } else {
      for r in 0..<rows { unsafe store(row: r, to: target.result[r] + target.column) }
    }
  }

  /// Asks for what a tile that comes later writes, and for what is added to it.
  @inlinable @inline(__always)
  static func prefetch(_ target: RowTileTarget, row: Int, column: Int) {
    for r in 0..<rows {
      let result = unsafe target.result[row &+ r] + column
      for line in 0..<lines { unsafe Prefetch.write(result + line &* laneCount) }
    }
    if let residual = unsafe target.residual {
      for r in 0..<rows {
        let start = unsafe residual[row &+ r] + column
        for line in 0..<lines { unsafe Prefetch.read(start + line &* laneCount) }
      }
    }
  }

  /// Cache lines that a row of the tile takes.
  @inlinable @inline(__always)
  static var lines: Int { (columns &+ laneCount &- 1) / laneCount }

  /// Adds all products; right's rows go to `copy`, if there is one, while they are in registers.
  @inlinable @inline(__always)
  mutating func add(
    _ product: RowTileProduct, copy: UnsafeMutablePointer<Float>?,
    ahead: inout UnsafePointer<Float>, step: Int
  ) {
    let copying = unsafe copy != nil
    var right = unsafe product.right
    var copy = unsafe copy ?? UnsafeMutablePointer(mutating: right)
    let end = product.first &+ product.depth
    for tap in 0..<product.taps {
      let runs = unsafe product.left + tap &* rows
      var k = product.first
      // Two k together where registers allow it: a row's pointer is then fetched half as often.
      if Set.registerCount >= 32 {
        while k &+ 2 <= end {
          let even = unsafe Self.row(right)
          let odd = unsafe Self.row(right + product.rightStride)
          if copying {
            let ahead = unsafe right + Self.rowsAhead &* product.rightStride
            unsafe Self.store(even, to: copy, prefetching: ahead)
            unsafe Self.store(
              odd, to: copy + Self.columns, prefetching: ahead + product.rightStride)
            unsafe copy += 2 * Self.columns
          } else if rows > 4 {
            unsafe Self.prefetch(ahead)
            if step > Self.columns { unsafe Self.prefetch(ahead + Self.columns) }
            unsafe ahead += step
          }
          for r in 0..<rows {
            let run = unsafe runs[r] + k
            let first = unsafe Set.Vector(repeating: run[0])
            let second = unsafe Set.Vector(repeating: run[1])
            for v in 0..<vectors {
              sums[r][v] = Set.multiplyAdd(
                second, odd[v], Set.multiplyAdd(first, even[v], sums[r][v]))
            }
          }
          unsafe right += 2 &* product.rightStride
          k &+= 2
        }
      }
      while k < end {
        if copying {
          let ahead = unsafe right + Self.rowsAhead &* product.rightStride
          unsafe Self.store(Self.row(right), to: copy, prefetching: ahead)
          unsafe copy += Self.columns
        }
        unsafe add(right) { r in unsafe runs[r][k] }
        unsafe right += product.rightStride
        k &+= 1
      }
    }
  }

  /// How many rows of the right operand are asked for before they are read for the first time: from memory
  /// they take as long as a few hundred multiply-adds.
  @inlinable @inline(__always)
  static var rowsAhead: Int { 16 }

  /// How far ahead a packed right operand is asked for.
  ///
  /// It may come from memory, which the processor itself reads ahead only to the end of a page. Low tiles wait
  /// for memory whatever they do.
  @inlinable @inline(__always)
  static var floatsAhead: Int { 1536 }

  @inlinable @inline(__always)
  static func prefetch(_ row: UnsafePointer<Float>) {
    for v in 0..<vectors { unsafe Prefetch.readSoon(row + v * Set.Vector.scalarCount) }
  }

  @inlinable @inline(__always)
  static func row(_ source: UnsafePointer<Float>) -> InlineArray<vectors, Set.Vector> {
    var row = InlineArray<vectors, Set.Vector>(repeating: .zero)
    for v in 0..<vectors {
      unsafe row[v] = UnsafeRawPointer(source).loadUnaligned(
        fromByteOffset: v * MemoryLayout<Set.Vector>.stride, as: Set.Vector.self)
    }
    return row
  }

  /// Stores a row and asks for another.
  @inlinable @inline(__always)
  static func store(
    _ row: InlineArray<vectors, Set.Vector>, to target: UnsafeMutablePointer<Float>,
    prefetching ahead: UnsafePointer<Float>
  ) {
    for v in 0..<vectors {
      unsafe Prefetch.read(ahead + v * Set.Vector.scalarCount)
      unsafe UnsafeMutableRawPointer(target).storeBytes(
        of: row[v], toByteOffset: v * MemoryLayout<Set.Vector>.stride, as: Set.Vector.self)
    }
  }
}

/// Tiles of `vectors` vectors and 1 to ``maximumRows`` rows, so that no row is computed for nothing.
public enum RowTiles<Set: InstructionSet, let vectors: Int> {
  /// The tallest tile whose sums, and beside them the right operand's rows, fit the registers.
  ///
  /// With 32 registers ten rows would fit too, but then the compiler no longer unrolls all loops over the
  /// sums and keeps them in memory.
  @inlinable @inline(__always)
  public static var maximumRows: Int {
    Set.registerCount >= 32 ? 9 : Set.Vector.scalarCount == 8 ? 6 : 4
  }

  /// Runs a sweep of tiles of `rows` rows: see ``MatrixTile/inRows(_:_:_:)``.
  @inlinable @inline(__always)
  public static func run(
    _ rows: Int, _ product: RowTileProduct, _ target: RowTileTarget, _ sweep: RowTileSweep
  ) {
    if rows == 1 { return MatrixTile<Set, 1, vectors>.inRows(product, target, sweep) }
    if rows == 2 { return MatrixTile<Set, 2, vectors>.inRows(product, target, sweep) }
    if rows == 3 { return MatrixTile<Set, 3, vectors>.inRows(product, target, sweep) }
    if rows == 4 { return MatrixTile<Set, 4, vectors>.inRows(product, target, sweep) }
    guard maximumRows > 4 else { return }
    if rows == 5 { return MatrixTile<Set, 5, vectors>.inRows(product, target, sweep) }
    if rows == 6 { return MatrixTile<Set, 6, vectors>.inRows(product, target, sweep) }
    guard maximumRows > 6 else { return }
    if rows == 7 { return MatrixTile<Set, 7, vectors>.inRows(product, target, sweep) }
    if rows == 8 { return MatrixTile<Set, 8, vectors>.inRows(product, target, sweep) }
    MatrixTile<Set, 9, vectors>.inRows(product, target, sweep)
  }

  /// Runs a line of tiles of `rows` rows that leave copies: see ``MatrixTile/inRows(_:_:_:copy:)``.
  @inlinable @inline(__always)
  public static func run(
    _ rows: Int, _ product: RowTileProduct, _ target: RowTileTarget, _ sweep: RowTileSweep,
    copy: UnsafeMutablePointer<Float>
  ) {
    if rows == 1 {
      return unsafe MatrixTile<Set, 1, vectors>.inRows(product, target, sweep, copy: copy)
    }
    if rows == 2 {
      return unsafe MatrixTile<Set, 2, vectors>.inRows(product, target, sweep, copy: copy)
    }
    if rows == 3 {
      return unsafe MatrixTile<Set, 3, vectors>.inRows(product, target, sweep, copy: copy)
    }
    if rows == 4 {
      return unsafe MatrixTile<Set, 4, vectors>.inRows(product, target, sweep, copy: copy)
    }
    guard maximumRows > 4 else { return }
    if rows == 5 {
      return unsafe MatrixTile<Set, 5, vectors>.inRows(product, target, sweep, copy: copy)
    }
    if rows == 6 {
      return unsafe MatrixTile<Set, 6, vectors>.inRows(product, target, sweep, copy: copy)
    }
    guard maximumRows > 6 else { return }
    if rows == 7 {
      return unsafe MatrixTile<Set, 7, vectors>.inRows(product, target, sweep, copy: copy)
    }
    if rows == 8 {
      return unsafe MatrixTile<Set, 8, vectors>.inRows(product, target, sweep, copy: copy)
    }
    unsafe MatrixTile<Set, 9, vectors>.inRows(product, target, sweep, copy: copy)
  }
}

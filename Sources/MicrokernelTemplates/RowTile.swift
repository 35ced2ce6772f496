/// The operands of a tile whose left operand lies in rows: see ``RowTiles/run(_:_:start:result:column:)``.
@safe
public struct RowTileProduct {
  @usableFromInline let taps: Int
  @usableFromInline let depth: Int
  @usableFromInline let left: UnsafePointer<UnsafePointer<Float>>
  @usableFromInline let first: Int
  @usableFromInline let right: UnsafePointer<Float>
  @usableFromInline let rightStride: Int
  @usableFromInline let copy: UnsafeMutablePointer<Float>?

  /// Names the operands.
  ///
  /// - Parameters:
  ///   - taps: How many runs of k each row is made of.
  ///   - depth: How many k a run has.
  ///   - left: `[taps][rows]`: where each run starts.
  ///   - first: The first k of every run.
  ///   - right: `[taps × depth]` rows, each the tile's columns.
  ///   - rightStride: Elements from one row of `right` to the next.
  ///   - copy: Where to leave a packed copy of `right`, `[taps × depth][columns]`, on the way.
  @inlinable @inline(__always)
  public init(
    taps: Int, depth: Int, left: UnsafePointer<UnsafePointer<Float>>, first: Int,
    right: UnsafePointer<Float>, rightStride: Int, copy: UnsafeMutablePointer<Float>?
  ) {
    self.taps = taps
    self.depth = depth
    unsafe self.left = left
    self.first = first
    unsafe self.right = right
    self.rightStride = rightStride
    unsafe self.copy = copy
  }
}

extension MatrixTile {
  /// The tile for a left operand whose rows lie anywhere, each contiguous in k: a matrix read in place, or
  /// the runs of a convolution's window.
  ///
  ///     result[r, c] = start[r, c] + Σ over taps, k of left(tap, r)[k] · right[tap, k, c]
  ///
  /// Each element is one chain of additions, k ascending.
  ///
  /// - Parameters:
  ///   - product: The operands.
  ///   - start: For each row what its sums start from, or nil for zeros.
  ///   - result: Where each row of the result starts.
  ///   - column: The tile's first column within those rows, and within the rows of `start`.
  @inlinable @inline(__always)
  static func inRows(
    _ product: RowTileProduct, start: UnsafePointer<UnsafePointer<Float>>?,
    result: UnsafePointer<UnsafeMutablePointer<Float>>, column: Int
  ) {
    var tile = Self()
    if let start = unsafe start {
      for r in 0..<rows { unsafe tile.load(row: r, from: start[r] + column) }
    }
    if unsafe product.copy == nil {
      tile.add(product, copying: false)
    } else {
      tile.add(product, copying: true)
    }
    for r in 0..<rows { unsafe tile.store(row: r, to: result[r] + column) }
  }

  /// Adds all products; with `copying`, right's rows go to `product.copy` while they are in registers.
  @inlinable @inline(__always)
  mutating func add(_ product: RowTileProduct, copying: Bool) {
    var right = unsafe product.right
    var copy = unsafe product.copy ?? UnsafeMutablePointer(mutating: right)
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
            unsafe Self.prefetch(right + Self.floatsAhead)
            unsafe Self.prefetch(right + Self.floatsAhead + product.rightStride)
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
    for v in 0..<vectors { unsafe Prefetch.read(row + v * Set.Vector.scalarCount) }
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

  /// Runs the tile of `rows` rows: see ``MatrixTile/inRows(_:start:result:column:)``.
  @inlinable @inline(__always)
  public static func run(
    _ rows: Int, _ product: RowTileProduct, start: UnsafePointer<UnsafePointer<Float>>?,
    result: UnsafePointer<UnsafeMutablePointer<Float>>, column: Int
  ) {
    if rows == 1 {
      unsafe MatrixTile<Set, 1, vectors>.inRows(
        product, start: start, result: result, column: column)
      return
    }
    if rows == 2 {
      unsafe MatrixTile<Set, 2, vectors>.inRows(
        product, start: start, result: result, column: column)
      return
    }
    if rows == 3 {
      unsafe MatrixTile<Set, 3, vectors>.inRows(
        product, start: start, result: result, column: column)
      return
    }
    if rows == 4 {
      unsafe MatrixTile<Set, 4, vectors>.inRows(
        product, start: start, result: result, column: column)
      return
    }
    guard maximumRows > 4 else { return }
    if rows == 5 {
      unsafe MatrixTile<Set, 5, vectors>.inRows(
        product, start: start, result: result, column: column)
      return
    }
    if rows == 6 {
      unsafe MatrixTile<Set, 6, vectors>.inRows(
        product, start: start, result: result, column: column)
      return
    }
    guard maximumRows > 6 else { return }
    if rows == 7 {
      unsafe MatrixTile<Set, 7, vectors>.inRows(
        product, start: start, result: result, column: column)
      return
    }
    if rows == 8 {
      unsafe MatrixTile<Set, 8, vectors>.inRows(
        product, start: start, result: result, column: column)
      return
    }
    unsafe MatrixTile<Set, 9, vectors>.inRows(
      product, start: start, result: result, column: column)
  }
}

/// What is left to do with rows whose sums are finished, while they are in the nearest cache.
public enum FinishedRows<Set: InstructionSet> {
  /// result[r, c] = result[r, c] + residual[r, c], and 0 instead of what is negative.
  ///
  /// - Parameters:
  ///   - rows: How many rows.
  ///   - columns: How many elements of each.
  ///   - result: Where each row starts.
  ///   - column: The first element within the rows of `result` and of `residual`.
  ///   - residual: What is added, or nil for nothing.
  ///   - rectified: Whether negative results become 0.
  @inlinable @inline(__always)
  public static func finish(
    _ rows: Int, _ columns: Int, _ result: UnsafePointer<UnsafeMutablePointer<Float>>,
    _ column: Int, _ residual: UnsafePointer<UnsafePointer<Float>>?, _ rectified: Bool
  ) {
    for r in 0..<rows {
      let row = unsafe result[r] + column
      forEachRun(columns) { index, count in
        var lanes = unsafe UnsafePointer(row).lanes(index, count)
        if let residual = unsafe residual {
          unsafe lanes += (residual[r] + column).lanes(index, count)
        }
        if rectified { lanes = lanes.replacing(with: 0, where: lanes .< 0) }
        unsafe row.store(lanes, index, count)
      }
    }
  }
}

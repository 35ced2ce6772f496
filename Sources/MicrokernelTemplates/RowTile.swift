/// The operands of a tile whose left operand lies in rows: see ``RowTiles/run(_:_:_:)``.
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

/// Where a tile's sums start from and where they go.
@safe
public struct RowTileResult {
  @usableFromInline let rows: UnsafePointer<UnsafeMutablePointer<Float>>
  @usableFromInline let column: Int
  @usableFromInline let width: Int
  @usableFromInline let accumulates: Bool
  @usableFromInline let bias: UnsafePointer<Float>?
  @usableFromInline let residual: UnsafePointer<UnsafePointer<Float>>?
  @usableFromInline let rectified: Bool

  /// Names the result.
  ///
  /// - Parameters:
  ///   - rows: Where each row of the result starts.
  ///   - column: The tile's first column within those rows, within `bias` and within `residual`.
  ///   - width: How many of the tile's columns exist.
  ///   - accumulates: Whether sums start from the result (else from the bias, or from zero).
  ///   - bias: What the sums of a column start from.
  ///   - residual: For each row, what is added to the finished sums.
  ///   - rectified: Whether negative results become 0.
  @inlinable @inline(__always)
  public init(
    rows: UnsafePointer<UnsafeMutablePointer<Float>>, column: Int, width: Int, accumulates: Bool,
    bias: UnsafePointer<Float>?, residual: UnsafePointer<UnsafePointer<Float>>?, rectified: Bool
  ) {
    unsafe self.rows = rows
    self.column = column
    self.width = width
    self.accumulates = accumulates
    unsafe self.bias = bias
    unsafe self.residual = residual
    self.rectified = rectified
  }
}

extension MatrixTile {
  /// The tile for a left operand whose rows lie anywhere, each contiguous in k: a matrix read in place, or
  /// the runs of a convolution's window.
  ///
  ///     result[r, c] = start[r, c] + Σ over taps, k of left(tap, r)[k] · right[tap, k, c]
  ///
  /// Each element is one chain of additions, k ascending; then the residual is added, then what is negative
  /// becomes 0.
  @inlinable @inline(__always)
  static func inRows(_ product: RowTileProduct, _ result: RowTileResult) {
    // A tile at the right edge works on a whole tile on the side. All loops over the sums stay short, so that
    // they are unrolled and the sums stay in registers.
    let isPartial = result.width < columns
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: rows * columns) { side in
      guard let side = side.baseAddress else { return }
      if isPartial { unsafe start(result, in: side) }
      var tile = Self()
      if isPartial {
        for r in 0..<rows { unsafe tile.load(row: r, from: side + r * columns) }
      } else if result.accumulates {
        for r in 0..<rows { unsafe tile.load(row: r, from: result.rows[r] + result.column) }
      } else if let bias = unsafe result.bias {
        for r in 0..<rows { unsafe tile.load(row: r, from: bias + result.column) }
      }
      if unsafe product.copy == nil {
        tile.add(product, copying: false)
      } else {
        tile.add(product, copying: true)
      }
      if isPartial {
        for r in 0..<rows { unsafe tile.store(row: r, to: side + r * columns) }
        unsafe finishPart(result, from: side)
      } else {
        for r in 0..<rows { unsafe tile.store(row: r, to: result.rows[r] + result.column) }
        if unsafe result.residual != nil || result.rectified { finish(result) }
      }
    }
  }

  /// Adds the residual and rectifies, in rows that are still in the nearest cache.
  ///
  /// Not on the sums in their registers: the compiler would move them to memory for the whole tile.
  @inlinable @inline(__always)
  static func finish(_ result: RowTileResult) {
    for r in 0..<rows {
      let row = unsafe result.rows[r] + result.column
      for v in 0..<vectors {
        let place = unsafe UnsafeMutableRawPointer(row + v * Set.Vector.scalarCount)
        var sum = unsafe place.loadUnaligned(as: Set.Vector.self)
        if let residual = unsafe result.residual {
          let source = unsafe residual[r] + (result.column + v * Set.Vector.scalarCount)
          unsafe sum += UnsafeRawPointer(source).loadUnaligned(as: Set.Vector.self)
        }
        if result.rectified {
          sum = sum.replacing(with: Set.Vector.zero, where: sum .< Set.Vector.zero)
        }
        unsafe place.storeBytes(of: sum, as: Set.Vector.self)
      }
    }
  }

  /// Writes down what the sums of a tile at the edge start from.
  @inlinable @inline(__always)
  static func start(_ result: RowTileResult, in side: UnsafeMutablePointer<Float>) {
    for r in 0..<rows {
      let row = unsafe side + r * columns
      unsafe row.update(repeating: 0, count: columns)
      for c in 0..<result.width {
        if result.accumulates {
          unsafe row[c] = result.rows[r][result.column + c]
        } else if let bias = unsafe result.bias {
          unsafe row[c] = bias[result.column + c]
        }
      }
    }
  }

  /// Writes the elements of a tile at the edge that exist.
  @inlinable @inline(__always)
  static func finishPart(_ result: RowTileResult, from side: UnsafeMutablePointer<Float>) {
    for r in 0..<rows {
      for c in 0..<result.width {
        var sum = unsafe side[r * columns + c]
        if let residual = unsafe result.residual { unsafe sum += residual[r][result.column + c] }
        if result.rectified && sum < 0 { sum = 0 }
        unsafe result.rows[r][result.column + c] = sum
      }
    }
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
            unsafe Self.store(even, to: copy)
            unsafe Self.store(odd, to: copy + Self.columns)
            unsafe copy += 2 * Self.columns
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
          unsafe Self.store(Self.row(right), to: copy)
          unsafe copy += Self.columns
        }
        unsafe add(right) { r in unsafe runs[r][k] }
        unsafe right += product.rightStride
        k &+= 1
      }
    }
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

  @inlinable @inline(__always)
  static func store(
    _ row: InlineArray<vectors, Set.Vector>, to target: UnsafeMutablePointer<Float>
  ) {
    for v in 0..<vectors {
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

  /// Runs the tile of `rows` rows.
  @inlinable @inline(__always)
  public static func run(_ rows: Int, _ product: RowTileProduct, _ result: RowTileResult) {
    switch rows {
    case 1: MatrixTile<Set, 1, vectors>.inRows(product, result)
    case 2: MatrixTile<Set, 2, vectors>.inRows(product, result)
    case 3: MatrixTile<Set, 3, vectors>.inRows(product, result)
    case 4: MatrixTile<Set, 4, vectors>.inRows(product, result)
    default: runTall(rows, product, result)
    }
  }

  @inlinable @inline(__always)
  static func runTall(_ rows: Int, _ product: RowTileProduct, _ result: RowTileResult) {
    guard maximumRows > 4 else { return }
    if rows == 5 { return MatrixTile<Set, 5, vectors>.inRows(product, result) }
    if rows == 6 { return MatrixTile<Set, 6, vectors>.inRows(product, result) }
    guard maximumRows > 6 else { return }
    if rows == 7 { return MatrixTile<Set, 7, vectors>.inRows(product, result) }
    if rows == 8 { return MatrixTile<Set, 8, vectors>.inRows(product, result) }
    MatrixTile<Set, 9, vectors>.inRows(product, result)
  }
}

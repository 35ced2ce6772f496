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

  /// Adds a row of something else.
  @inlinable @inline(__always)
  mutating func add(row r: Int, from source: UnsafePointer<Float>) {
    for v in 0..<vectors {
      unsafe sums[r][v] += UnsafeRawPointer(source).loadUnaligned(
        fromByteOffset: v * MemoryLayout<Set.Vector>.stride, as: Set.Vector.self)
    }
  }

  /// Stores a row, with 0 in the place of what is negative.
  @inlinable @inline(__always)
  func storeRectified(row r: Int, to target: UnsafeMutablePointer<Float>) {
    for v in 0..<vectors {
      unsafe UnsafeMutableRawPointer(target).storeBytes(
        of: Set.atLeast(.zero, sums[r][v]),
        toByteOffset: v * MemoryLayout<Set.Vector>.stride, as: Set.Vector.self)
    }
  }

  @inlinable @inline(__always)
  func store(row r: Int, to target: UnsafeMutablePointer<Float>) {
    for v in 0..<vectors {
      unsafe UnsafeMutableRawPointer(target).storeBytes(
        of: sums[r][v], toByteOffset: v * MemoryLayout<Set.Vector>.stride, as: Set.Vector.self)
    }
  }
}

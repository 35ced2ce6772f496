/// Copying a matrix with rows and columns exchanged, four columns of eight rows at a time in registers.
public enum Transposition<Set: InstructionSet> {
  /// Copies so that target[c, r] = source[r, c].
  ///
  /// - Parameters:
  ///   - rows: Rows of the source.
  ///   - columns: Columns of the source.
  ///   - source: The first element; rows are contiguous.
  ///   - sourceStride: Elements from one row of the source to the next.
  ///   - target: The first element; its rows are contiguous too.
  ///   - targetStride: Elements from one row of the target to the next.
  @inlinable @inline(__always)
  public static func transpose(
    _ rows: Int, _ columns: Int, _ source: UnsafePointer<Float>, _ sourceStride: Int,
    _ target: UnsafeMutablePointer<Float>, _ targetStride: Int
  ) {
    // So many columns at a time that their rows of the target wait in the cache until all is written.
    let columnsAPass = 256
    var start = 0
    while start < columns {
      let end = min(start + columnsAPass, columns)
      var r = 0
      while r + 8 <= rows {
        var c = start
        while c + 4 <= end {
          unsafe block(
            source + r * sourceStride + c, sourceStride, target + c * targetStride + r,
            targetStride)
          c += 4
        }
        while c < end {
          for i in r..<r + 8 {
            unsafe target[c * targetStride + i] = source[i * sourceStride + c]
          }
          c += 1
        }
        r += 8
      }
      while r < rows {
        for c in start..<end {
          unsafe target[c * targetStride + r] = source[r * sourceStride + c]
        }
        r += 1
      }
      start = end
    }
  }

  /// Eight rows of four columns.
  @inlinable @inline(__always)
  static func block(
    _ source: UnsafePointer<Float>, _ sourceStride: Int, _ target: UnsafeMutablePointer<Float>,
    _ targetStride: Int
  ) {
    let (a, b, c, d) = unsafe Set.transposedQuads(
      pair(source, sourceStride), pair(source + sourceStride, sourceStride),
      pair(source + 2 * sourceStride, sourceStride), pair(source + 3 * sourceStride, sourceStride))
    unsafe store(a, target)
    unsafe store(b, target + targetStride)
    unsafe store(c, target + 2 * targetStride)
    unsafe store(d, target + 3 * targetStride)
  }

  /// Four elements of a row, and of the fourth row after it.
  @inlinable @inline(__always)
  static func pair(_ source: UnsafePointer<Float>, _ stride: Int) -> SIMD8<Float> {
    unsafe SIMD8(
      lowHalf: UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Float>.self),
      highHalf: UnsafeRawPointer(source + 4 * stride).loadUnaligned(as: SIMD4<Float>.self))
  }

  @inlinable @inline(__always)
  static func store(_ vector: SIMD8<Float>, _ target: UnsafeMutablePointer<Float>) {
    unsafe UnsafeMutableRawPointer(target).storeBytes(of: vector, as: SIMD8<Float>.self)
  }
}

/// Sums become bytes again.
@frozen
public enum Requantization<Set: ByteInstructionSet, let vectors: Int> {
  /// result[r, c] = round(sums[r, c] · scale[c] + offset[c] + residual[r, c] · residualScale), limited to
  /// 0…255.
  ///
  /// Each operation is rounded by itself, the last one to the nearest integer and from a tie to the even
  /// one.
  ///
  /// - Parameters:
  ///   - rows: How many rows.
  ///   - width: How many columns are written, from 1 to a tile's columns.
  ///   - sums: `[rows][a tile's columns]`.
  ///   - scales: A tile's columns, finite; the same for `offsets`.
  ///   - offsets: What is added: bias, the result's zero point and the like.
  ///   - residuals: Where each row of the residual starts, or nil for none.
  ///   - residualScale: A factor for it.
  ///   - result: Where each row of the result starts.
  ///   - column: The first column within the rows of `result` and of `residuals`.
  @inlinable @inline(__always)
  public static func requantize(
    _ rows: Int, _ width: Int, _ sums: UnsafePointer<Int32>, _ scales: UnsafePointer<Float>,
    _ offsets: UnsafePointer<Float>, _ residuals: UnsafePointer<UnsafePointer<UInt8>>?,
    _ residualScale: Float, _ result: UnsafePointer<UnsafeMutablePointer<UInt8>>, _ column: Int
  ) {
    let columns = vectors * Set.Sums.scalarCount
    let (scales, offsets) = unsafe (UnsafeRawPointer(scales), UnsafeRawPointer(offsets))
    for r in 0..<rows {
      let row = unsafe row(at: UnsafeRawPointer(sums + r &* columns))
      let target = unsafe UnsafeMutableRawPointer(result[r] + column)
      let residual = unsafe residuals.map { unsafe UnsafeRawPointer($0[r] + column) }
      if width == columns {
        unsafe finish(row, scales, offsets, residual, residualScale, target)
        continue
      }
      // A whole vector would reach beyond the row.
      var bytes = SIMD64<UInt8>.zero
      unsafe withUnsafeMutableBytes(of: &bytes) { bytes in
        guard let bytes = bytes.baseAddress else { return }
        if let residual = unsafe residual {
          unsafe bytes.copyMemory(from: residual, byteCount: width)
          unsafe finish(row, scales, offsets, UnsafeRawPointer(bytes), residualScale, bytes)
        } else {
          unsafe finish(row, scales, offsets, nil, residualScale, bytes)
        }
        unsafe target.copyMemory(from: UnsafeRawPointer(bytes), byteCount: width)
      }
    }
  }

  @inlinable @inline(__always)
  static func row(at source: UnsafeRawPointer) -> InlineArray<vectors, Set.Sums> {
    var row = InlineArray<vectors, Set.Sums>(repeating: .zero)
    for v in 0..<vectors {
      unsafe row[v] = source.loadUnaligned(
        fromByteOffset: v * MemoryLayout<Set.Sums>.stride, as: Set.Sums.self)
    }
    return row
  }

  /// One row of a tile.
  @inlinable @inline(__always)
  static func finish(
    _ sums: InlineArray<vectors, Set.Sums>, _ scales: UnsafeRawPointer, _ offsets: UnsafeRawPointer,
    _ residual: UnsafeRawPointer?, _ residualScale: Float, _ target: UnsafeMutableRawPointer
  ) {
    var integers = InlineArray<vectors, Set.Sums>(repeating: .zero)
    for v in 0..<vectors {
      let place = v * MemoryLayout<Set.Floats>.stride
      let scale = unsafe scales.loadUnaligned(fromByteOffset: place, as: Set.Floats.self)
      let offset = unsafe offsets.loadUnaligned(fromByteOffset: place, as: Set.Floats.self)
      var x = Set.floats(sums[v]) * scale + offset
      if let residual = unsafe residual {
        unsafe x += Set.floats(residual + v * Set.Sums.scalarCount) * residualScale
      }
      integers[v] = Set.rounded(x)
    }
    unsafe Set.store(integers, target)
  }
}

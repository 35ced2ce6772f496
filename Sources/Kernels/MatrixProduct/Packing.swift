/// Copying operands into the order in which tiles read them.
///
/// A panel is `[depth][width]`: for each k the `width` neighbours (rows of a left operand, columns of a right
/// one) side by side, zeros beyond the matrix's edge.
enum Packing {
  /// Packs one panel.
  ///
  /// - Parameters:
  ///   - panel: `[depth][width]`.
  ///   - width: Neighbours in a panel.
  ///   - count: Neighbours that exist, at most `width`.
  ///   - depth: How many k.
  ///   - source: The first neighbour at the first k.
  ///   - neighbourStride: Elements from one neighbour to the next.
  ///   - depthStride: Elements from one k to the next.
  static func pack(
    panel: UnsafeMutablePointer<Float>, width: Int, count: Int, depth: Int,
    source: UnsafePointer<Float>, neighbourStride: Int, depthStride: Int
  ) {
    if neighbourStride == 1 {
      for k in 0..<depth {
        let target = unsafe panel + k * width
        unsafe copy(source + k * depthStride, to: target, count)
        if count < width { unsafe (target + count).update(repeating: 0, count: width - count) }
      }
      return
    }
    // Sixteen k at a time, so that what is read by columns stays in the cache until it is used up.
    var first = 0
    while first < depth {
      let last = min(first + 16, depth)
      for neighbour in 0..<width {
        let column = unsafe source + neighbour * neighbourStride
        for k in first..<last {
          unsafe panel[k * width + neighbour] = neighbour < count ? column[k * depthStride] : 0
        }
      }
      first = last
    }
  }

  /// Packs neighbouring panels of a matrix whose rows are the neighbours and whose columns are k.
  ///
  /// - Parameters:
  ///   - panels: Which panels.
  ///   - width: Neighbours in a panel.
  ///   - total: Neighbours of the whole matrix.
  ///   - depth: Which k.
  ///   - source: The matrix.
  ///   - target: Where the first panel goes.
  ///   - stride: Floats from one panel to the next.
  static func pack(
    panels: Range<Int>, width: Int, of total: Int, depth: Range<Int>, source: MatrixOperand,
    _ target: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    // Where neighbours are contiguous, whole panels are packed k by k together: what lies side by side in
    // memory is then read at once.
    let depthPiece = source.rowStride == 1 ? 1 : depth.count
    for first in Swift.stride(from: 0, to: depth.count, by: max(depthPiece, 1)) {
      for panel in panels {
        let neighbour = panel * width
        let start =
          neighbour * source.rowStride
          + (depth.lowerBound + first) * source.columnStride
        unsafe pack(
          panel: target + (panel - panels.lowerBound) * stride + first * width, width: width,
          count: min(width, total - neighbour), depth: min(depthPiece, depth.count - first),
          source: source.pointer + start, neighbourStride: source.rowStride,
          depthStride: source.columnStride)
      }
    }
  }

  /// Copies a few floats: whole runs of eight without a call.
  @inline(__always)
  static func copy(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    var index = 0
    while index + 8 <= count {
      let lanes = unsafe UnsafeRawPointer(source + index).loadUnaligned(as: SIMD8<Float>.self)
      unsafe UnsafeMutableRawPointer(target + index).storeBytes(of: lanes, as: SIMD8<Float>.self)
      index += 8
    }
    while index < count {
      unsafe target[index] = source[index]
      index += 1
    }
  }
}

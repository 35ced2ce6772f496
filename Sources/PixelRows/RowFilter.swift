/// How the bytes of a row were turned into differences from their neighbours; the numbers are those of
/// PNG (ISO/IEC 15948, 9.2).
///
/// A byte's left neighbour is the one of the pixel before, `distance` bytes ago. Beyond the left edge
/// and above the first row all bytes count as 0.
package enum RowFilter: UInt8, CaseIterable, Sendable {
  case none, sub, up, average, paeth

  /// Undoes the filter: `differences` and the row above give the row.
  ///
  /// - Parameters:
  ///   - differences: The filtered row, of whole pixels.
  ///   - rows: Where the row is written and the one above is.
  ///   - start: Where in `rows` the row begins.
  ///   - above: Where the row above begins, which must not overlap the row; `nil` if there is none.
  ///   - distance: The bytes of a pixel: 1, 2, 3, 4, 6 or 8.
  package func reconstruct(
    _ differences: Span<UInt8>, in rows: inout MutableSpan<UInt8>, at start: Int, above: Int?,
    distance: Int
  ) {
    let count = differences.count
    precondition(start >= 0 && start <= rows.count && count <= rows.count - start)
    precondition(count % distance == 0)
    if let above {
      precondition(above >= 0 && above <= rows.count && count <= rows.count - above)
      precondition(abs(above - start) >= count)
    }
    unsafe differences.withUnsafeBytes { differences in
      unsafe rows.withUnsafeMutableBytes { rows in
        guard let source = differences.baseAddress, let base = rows.baseAddress else { return }
        let reconstruction = unsafe RowReconstruction(
          count: count, differences: source,
          above: above.map { unsafe UnsafeRawPointer(base + $0) },
          row: base + start)
        reconstruction.run(self, distance: distance)
      }
    }
  }

  /// Applies the filter to a row, and returns the sum of the differences' absolute values, taken as
  /// signed numbers.
  ///
  /// - Parameters:
  ///   - rows: Where the row and the one above are.
  ///   - start: Where in `rows` the row begins.
  ///   - above: Where the row above begins; `nil` if there is none.
  ///   - differences: The filtered row, as long as the row.
  ///   - distance: The bytes of a pixel.
  package func apply(
    to rows: Span<UInt8>, at start: Int, above: Int?, into differences: inout MutableSpan<UInt8>,
    distance: Int
  ) -> Int {
    let count = differences.count
    precondition(start >= 0 && start <= rows.count && count <= rows.count - start)
    if let above {
      precondition(above >= 0 && above <= rows.count && count <= rows.count - above)
    }
    return unsafe rows.withUnsafeBytes { rows in
      unsafe differences.withUnsafeMutableBytes { differences in
        guard let base = rows.baseAddress, let target = differences.baseAddress else { return 0 }
        let filtering = unsafe RowFiltering(
          count: count, row: base + start, above: above.map { unsafe base + $0 },
          differences: target, distance: distance)
        return filtering.run(self)
      }
    }
  }

  /// Of the three neighbours, the one nearest to left + above − aboveLeft; of equally near ones the
  /// first in this order.
  ///
  /// With t = 3 · aboveLeft − left − above, the prediction is the larger of left and above if t is not
  /// above the smaller, the smaller if t is not below the larger, and aboveLeft otherwise: the same in
  /// fewer steps one after the other.
  @inline(__always)
  static func prediction<Lanes: SIMD<Int16>>(_ left: Lanes, _ above: Lanes, _ aboveLeft: Lanes)
    -> Lanes
  {
    let threshold = (aboveLeft &+ aboveLeft &+ aboveLeft &- above) &- left
    let smaller = left.replacing(with: above, where: above .< left)
    let larger = above.replacing(with: left, where: above .< left)
    let inner = smaller.replacing(with: aboveLeft, where: threshold .< larger)
    return larger.replacing(with: inner, where: smaller .< threshold)
  }
}

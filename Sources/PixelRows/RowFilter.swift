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

  /// Undoes Paeth's filter in two rows, one below the other, in less time than in one after the other.
  ///
  /// - Parameters:
  ///   - first: The upper filtered row, of two whole pixels or more.
  ///   - second: The lower one, as long.
  ///   - rows: Where the rows are written and the one above is.
  ///   - start: Where in `rows` the upper row begins.
  ///   - step: How much farther the lower row begins, and how much less far the one above; at least the
  ///     length of a row.
  ///   - distance: The bytes of a pixel: 3 or 4.
  package static func reconstructPaethPair(
    _ first: Span<UInt8>, _ second: Span<UInt8>, in rows: inout MutableSpan<UInt8>,
    at start: Int, step: Int, distance: Int
  ) {
    let count = first.count
    precondition(distance == 3 || distance == 4)
    precondition(count == second.count && count % distance == 0 && count >= 2 * distance)
    precondition(step >= count && start >= step && start <= rows.count)
    precondition(step <= rows.count - start && count <= rows.count - start - step)
    unsafe first.withUnsafeBytes { first in
      unsafe second.withUnsafeBytes { second in
        unsafe rows.withUnsafeMutableBytes { rows in
          guard let first = first.baseAddress, let second = second.baseAddress,
            let base = rows.baseAddress
          else { return }
          unsafe RowPair(
            count: count, firstDifferences: first, secondDifferences: second,
            above: base + (start - step), first: base + start, second: base + (start + step)
          ).run(distance: distance)
        }
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
}

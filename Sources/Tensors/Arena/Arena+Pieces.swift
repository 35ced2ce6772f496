import Kernels

extension Arena {
  /// Calls `body` with each of some pieces of a part's first elements, several at once.
  ///
  /// - Parameter count: How many elements; the cut into pieces depends on it alone.
  package func forEachPiece(of part: Part, count: Int, _ body: (Span<Float>) -> Void) {
    let start = unsafe pointer(part, holding: count)
    Parallel.forEachPiece(of: count, size: max(1 << 14, (count + 15) / 16)) { piece in
      body(unsafe UnsafeBufferPointer(start: start + piece.lowerBound, count: piece.count).span)
    }
  }
}

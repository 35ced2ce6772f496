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
        unsafe target.update(from: source + k * depthStride, count: count)
        unsafe (target + count).update(repeating: 0, count: width - count)
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
}

/// A small constant matrix, applied to lanes: y[i] = Σⱼ matrix[i, j] · x[j].
///
/// Written out as the few additions and multiplications it takes, with what rows share computed once.
public protocol LinearMap {
  /// Elements of x.
  static var inputs: Int { get }
  /// Elements of y.
  static var outputs: Int { get }

  /// Reads each x once and gives each y once, in ascending order.
  static func apply<Set: InstructionSet>(
    _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void)
}

extension LinearMap {
  /// Maps a square of x to a square of y, columns first: Y = M · X · Mᵀ.
  ///
  /// - Parameters:
  ///   - x: The element at a row and a column.
  ///   - y: Takes the element at a row and a column.
  @inlinable @inline(__always)
  static func applySquare<Set: InstructionSet>(
    _ set: Set.Type, _ x: (Int, Int) -> Lanes, _ y: (Int, Int, Lanes) -> Void
  ) {
    let size = MemoryLayout<Lanes>.stride
    unsafe withUnsafeTemporaryAllocation(
      byteCount: outputs &* inputs &* size, alignment: MemoryLayout<Lanes>.alignment
    ) { bytes in
      guard let half = bytes.baseAddress else { return }
      for column in 0..<inputs {
        apply(set) { row in
          x(row, column)
        } _: { row, lanes in
          unsafe half.storeBytes(
            of: lanes, toByteOffset: (row &* inputs &+ column) &* size, as: Lanes.self)
        }
      }
      for row in 0..<outputs {
        apply(set) { column in
          unsafe half.load(fromByteOffset: (row &* inputs &+ column) &* size, as: Lanes.self)
        } _: { column, lanes in
          y(row, column, lanes)
        }
      }
    }
  }
}

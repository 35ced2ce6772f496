/// The extents of a tensor, slowest first: an activation is [N, H, W, C], a convolution's weight is
/// [KH, KW, C_in, C_out], a matrix is [rows, columns].
public struct Shape: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The extents, slowest first; each at least 0.
  public let dimensions: [Int]

  /// The number of elements: the product of the extents, 1 for a scalar.
  public let count: Int

  /// Makes a shape of the given extents.
  ///
  /// - Precondition: No extent is negative and the product fits an `Int`.
  public init(_ dimensions: [Int]) {
    precondition(dimensions.allSatisfy { $0 >= 0 }, "a shape has no negative extent: \(dimensions)")
    self.dimensions = dimensions
    count = dimensions.reduce(1, *)
  }

  /// Makes a shape of the given extents.
  public init(arrayLiteral elements: Int...) {
    self.init(elements)
  }

  /// The number of extents.
  public var rank: Int { dimensions.count }

  /// Extent number `axis`.
  public subscript(axis: Int) -> Int { dimensions[axis] }

  /// The extent of the last axis, 1 for a scalar.
  var lastExtent: Int { dimensions.last ?? 1 }

  /// The product of all extents but the last.
  var rowCount: Int { dimensions.dropLast().reduce(1, *) }

  /// The extents in brackets, as in `[2, 3]`.
  public var description: String { "\(dimensions)" }
}

/// What the kernels of 8-bit integers ask of an instruction set.
///
/// Everything here is exact or rounded once by IEEE 754's rule, without fused operations, so that every
/// instruction set gives the same integers.
public protocol ByteInstructionSet {
  /// The widest vector of 32-bit sums one register holds.
  associatedtype Sums: SIMD where Sums.Scalar == Int32

  /// As many floats.
  associatedtype Floats: SIMD where Floats.Scalar == Float

  /// Four bytes in every lane, ready to be multiplied: sets that multiply 16-bit integers have the even
  /// bytes in one vector and the odd ones in the other; the rest use the first alone.
  typealias Operand = (Sums, Sums)

  /// Four unsigned activations for all lanes.
  static func activations(_ four: UInt32) -> Operand

  /// A vector of weights, four signed bytes a lane, prepared once for all rows of a tile.
  static func weights(_ bytes: Sums) -> Operand

  /// Adds to each lane's sum four products; nothing saturates.
  static func addProducts(_ activations: Operand, _ weights: Operand, _ sums: Sums) -> Sums

  /// Sums as floats, rounded to nearest even.
  static func floats(_ sums: Sums) -> Floats

  /// As many unsigned bytes as floats.
  static func floats(_ bytes: UnsafeRawPointer) -> Floats

  /// The nearest integers, ties to even, of floats limited to 255; what is below −2³¹ may become any
  /// negative number.
  ///
  /// The limit belongs here, since Swift's comparison of wide vectors goes lane by lane.
  static func rounded(_ x: Floats) -> Sums

  /// Stores four vectors of integers up to 255 as unsigned bytes; negative ones become 0.
  static func store(_ a: Sums, _ b: Sums, _ c: Sums, _ d: Sums, _ target: UnsafeMutableRawPointer)

  /// Rows of the tallest tile of four vectors that the registers hold.
  static var byteTileRows: Int { get }
}

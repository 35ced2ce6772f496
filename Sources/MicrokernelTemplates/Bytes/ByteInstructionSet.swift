/// What the kernels of 8-bit integers ask of an instruction set.
///
/// Everything here is exact or rounded once by IEEE 754's rule, without fused operations, so that every
/// instruction set gives the same integers.
public protocol ByteInstructionSet {
  /// The widest vector of 32-bit sums one register holds.
  associatedtype Sums: SIMD where Sums.Scalar == Int32

  /// As many floats.
  associatedtype Floats: SIMD where Floats.Scalar == Float

  /// Adds to each lane's sum the products of the numbers in its 32 bits, and none saturates: four unsigned
  /// activations by four signed weights, or two by two of them as 16-bit words.
  static func addProducts(_ activations: Sums, _ weights: Sums, _ sums: Sums) -> Sums

  /// Sums as floats, rounded to nearest even.
  static func floats(_ sums: Sums) -> Floats

  /// As many unsigned bytes as floats.
  static func floats(_ bytes: UnsafeRawPointer) -> Floats

  /// The nearest integers, ties to even, of floats limited to 255; what is below −2³¹ may become any
  /// negative number.
  ///
  /// The limit belongs here, since Swift's comparison of wide vectors goes lane by lane.
  static func rounded(_ x: Floats) -> Sums

  /// Stores a row of a tile, of integers up to 255, as unsigned bytes; negative ones become 0.
  static func store<let vectors: Int>(
    _ row: InlineArray<vectors, Sums>, _ target: UnsafeMutableRawPointer)
}

/// A set that multiplies 16-bit words, which bytes have to become first.
public protocol WordInstructionSet: ByteInstructionSet {
  /// Two unsigned bytes for each lane as words.
  static func wordsOfUnsigned(_ bytes: UnsafeRawPointer) -> Sums

  /// Two signed bytes for each lane as words.
  static func wordsOfSigned(_ bytes: UnsafeRawPointer) -> Sums
}

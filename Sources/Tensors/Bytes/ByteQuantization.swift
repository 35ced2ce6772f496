/// What a byte of an activation stands for: step · (byte − zero point).
package struct ByteQuantization: Sendable, Hashable {
  /// The difference that one step stands for; positive.
  package let step: Float
  /// The byte that stands for 0.
  package let zeroPoint: UInt8

  /// Describes bytes.
  package init(step: Float, zeroPoint: UInt8) {
    self.step = step
    self.zeroPoint = zeroPoint
  }

  /// Describes bytes for numbers of at most `largest`, or for those of at most that size.
  ///
  /// - Parameters:
  ///   - largest: What the outermost byte stands for; numbers beyond it become it. What is 0, or so small that
  ///     a step would be no normal number, counts as 1.
  ///   - isSigned: Whether there are negative numbers.
  package init(largest: Float, isSigned: Bool) {
    let largest = largest >= 0x1p-100 ? largest : 1
    self.init(step: largest / (isSigned ? 127 : 255), zeroPoint: isSigned ? 128 : 0)
  }
}

/// The inverse cosine transform of 8 × 8 coefficients in integers: the arithmetic of Loeffler,
/// Ligtenberg and Moschytz with 13-bit constants, as in libjpeg's `jidctint`, bit by bit.
enum JPEGInverseTransform {
  /// The block's samples.
  @inline(__always)
  static func samples(of block: JPEGBlock) -> JPEGVectors<UInt8> {
    // Columns first, a lane each.
    var columns = JPEGVectors<Int32>(truncating: block.rows)
    transform(&columns, shift: 11)
    var rows = columns.transposed
    transform(&rows, shift: 18)
    rows.v0 = clamped(rows.v0)
    rows.v1 = clamped(rows.v1)
    rows.v2 = clamped(rows.v2)
    rows.v3 = clamped(rows.v3)
    rows.v4 = clamped(rows.v4)
    rows.v5 = clamped(rows.v5)
    rows.v6 = clamped(rows.v6)
    rows.v7 = clamped(rows.v7)
    return JPEGVectors<UInt8>(truncating: rows).transposed
  }

  /// The one value of all samples of a block with no coefficient but the first.
  @inline(__always)
  static func flatSample(_ coefficient: Int16) -> UInt8 {
    UInt8(clamping: (Int(coefficient) &+ 4) &>> 3 &+ 128)
  }

  /// Samples from 0 to 255 in the low bits.
  @inline(__always)
  private static func clamped(_ values: SIMD8<Int32>) -> SIMD8<Int32> {
    // By signs, because comparisons of vectors become slow code.
    let sign = SIMD8<Int32>(repeating: 31)
    let shifted = values &+ 128
    let positive = shifted & ~(shifted &>> sign)
    return positive | (255 &- positive) &>> sign
  }

  @inline(__always)
  private static func transform(_ v: inout JPEGVectors<Int32>, shift: Int32) {
    let evenSum = (v.v2 &+ v.v6) &* 4433
    let even2 = evenSum &- v.v6 &* 15137
    let even3 = evenSum &+ v.v2 &* 6270
    let rounding: Int32 = 1 &<< (shift &- 1)
    let even0 = (v.v0 &+ v.v4) &<< 13 &+ rounding
    let even1 = (v.v0 &- v.v4) &<< 13 &+ rounding
    let a0 = even0 &+ even3
    let a3 = even0 &- even3
    let a1 = even1 &+ even2
    let a2 = even1 &- even2

    let z5 = (v.v7 &+ v.v3 &+ v.v5 &+ v.v1) &* 9633
    let z1 = (v.v7 &+ v.v1) &* -7373
    let z2 = (v.v5 &+ v.v3) &* -20995
    let z3 = (v.v7 &+ v.v3) &* -16069 &+ z5
    let z4 = (v.v5 &+ v.v1) &* -3196 &+ z5
    let b0 = v.v7 &* 2446 &+ z1 &+ z3
    let b1 = v.v5 &* 16819 &+ z2 &+ z4
    let b2 = v.v3 &* 25172 &+ z2 &+ z3
    let b3 = v.v1 &* 12299 &+ z1 &+ z4

    let s = SIMD8<Int32>(repeating: shift)
    v.v0 = (a0 &+ b3) &>> s
    v.v7 = (a0 &- b3) &>> s
    v.v1 = (a1 &+ b2) &>> s
    v.v6 = (a1 &- b2) &>> s
    v.v2 = (a2 &+ b1) &>> s
    v.v5 = (a2 &- b1) &>> s
    v.v3 = (a3 &+ b0) &>> s
    v.v4 = (a3 &- b0) &>> s
  }
}

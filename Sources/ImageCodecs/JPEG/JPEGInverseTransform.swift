/// The inverse cosine transform of 8 × 8 coefficients in integers: the arithmetic of Loeffler,
/// Ligtenberg and Moschytz with 13-bit constants, as in libjpeg's `jidctint`, bit by bit.
enum JPEGInverseTransform {
  /// The block's samples, a row a vector; a vector of coefficients holds a row too.
  @inline(__always)
  static func samples(of block: JPEGBlock) -> InlineArray<8, SIMD8<UInt8>> {
    // Columns first: a lane each.
    var columns = InlineArray<8, SIMD8<Int32>> { SIMD8(truncatingIfNeeded: block.row($0)) }
    transform(&columns, shift: 11)
    var rows = transposed(columns)
    transform(&rows, shift: 18)
    let lowest = SIMD8<Int32>(repeating: 0)
    let highest = SIMD8<Int32>(repeating: 255)
    for index in 0..<8 {
      rows[index] = (rows[index] &+ 128).clamped(lowerBound: lowest, upperBound: highest)
    }
    let back = transposed(rows)
    return InlineArray { SIMD8<UInt8>(truncatingIfNeeded: back[$0]) }
  }

  /// The one value of all samples of a block with no coefficient but the first.
  @inline(__always)
  static func flatSample(_ coefficient: Int16) -> UInt8 {
    UInt8(clamping: (Int(coefficient) &+ 4) &>> 3 &+ 128)
  }

  @inline(__always)
  private static func transform(_ v: inout InlineArray<8, SIMD8<Int32>>, shift: Int32) {
    let evenSum = (v[2] &+ v[6]) &* 4433
    let even2 = evenSum &- v[6] &* 15137
    let even3 = evenSum &+ v[2] &* 6270
    let even0 = (v[0] &+ v[4]) &<< 13 &+ (1 &<< (shift &- 1))
    let even1 = (v[0] &- v[4]) &<< 13 &+ (1 &<< (shift &- 1))
    let a0 = even0 &+ even3
    let a3 = even0 &- even3
    let a1 = even1 &+ even2
    let a2 = even1 &- even2

    let z5 = (v[7] &+ v[3] &+ v[5] &+ v[1]) &* 9633
    let z1 = (v[7] &+ v[1]) &* -7373
    let z2 = (v[5] &+ v[3]) &* -20995
    let z3 = (v[7] &+ v[3]) &* -16069 &+ z5
    let z4 = (v[5] &+ v[1]) &* -3196 &+ z5
    let b0 = v[7] &* 2446 &+ z1 &+ z3
    let b1 = v[5] &* 16819 &+ z2 &+ z4
    let b2 = v[3] &* 25172 &+ z2 &+ z3
    let b3 = v[1] &* 12299 &+ z1 &+ z4

    let s = SIMD8<Int32>(repeating: shift)
    v[0] = (a0 &+ b3) &>> s
    v[7] = (a0 &- b3) &>> s
    v[1] = (a1 &+ b2) &>> s
    v[6] = (a1 &- b2) &>> s
    v[2] = (a2 &+ b1) &>> s
    v[5] = (a2 &- b1) &>> s
    v[3] = (a3 &+ b0) &>> s
    v[4] = (a3 &- b0) &>> s
  }

  @inline(__always)
  private static func transposed(
    _ m: InlineArray<8, SIMD8<Int32>>
  ) -> InlineArray<8, SIMD8<Int32>> {
    InlineArray { i in
      SIMD8(m[0][i], m[1][i], m[2][i], m[3][i], m[4][i], m[5][i], m[6][i], m[7][i])
    }
  }
}

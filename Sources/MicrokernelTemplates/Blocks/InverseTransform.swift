/// The inverse cosine transform of 8 × 8 coefficients in integers: the arithmetic of Loeffler,
/// Ligtenberg and Moschytz with 13-bit constants, as in libjpeg's `jidctint` and `jidctred`, bit by
/// bit.
@frozen
public enum InverseTransform<Set: InstructionSet> {
  /// Turns blocks of coefficients into samples beside each other.
  ///
  /// - Parameters:
  ///   - count: Blocks.
  ///   - coefficients: `[count][8][8]`.
  ///   - factors: `[8][8]`: what each coefficient is multiplied with, modulo 2¹⁶.
  ///   - result: Eight rows of 8 × `count` samples.
  ///   - stride: From one row of samples to the next.
  @inlinable @inline(__always)
  public static func full(
    _ count: Int, _ coefficients: UnsafePointer<Int16>, _ factors: UnsafePointer<Int16>,
    _ result: UnsafeMutablePointer<UInt8>, _ stride: Int
  ) {
    for block in 0..<count {
      let source = unsafe UnsafeRawPointer(coefficients + 64 &* block)
      let target = unsafe result + 8 &* block
      let halves = unsafe (
        source.loadUnaligned(as: SIMD8<UInt64>.self),
        source.loadUnaligned(fromByteOffset: 64, as: SIMD8<UInt64>.self)
      )
      var rest = halves.0 | halves.1
      rest[0] = halves.0[0] &>> 16 | halves.1[0]
      if rest == .zero {
        let constant = unsafe coefficients[64 &* block] &* factors[0]
        let sample = UInt8(clamping: (Int32(constant) &+ 4) &>> 3 &+ 128)
        for row in 0..<8 {
          unsafe UnsafeMutableRawPointer(target + row &* stride).storeBytes(
            of: SIMD8(repeating: sample), as: SIMD8<UInt8>.self)
        }
        continue
      }
      let columns = unsafe BlockVectors(
        Self.row(0, source, factors), row(1, source, factors), row(2, source, factors),
        row(3, source, factors), row(4, source, factors), row(5, source, factors),
        row(6, source, factors), row(7, source, factors))
      let rows = pass(columns, shift: 11).transposed
      unsafe pass(rows, shift: 18).storeTransposedSamples(target, stride)
    }
  }

  @inlinable @inline(__always)
  static func row(
    _ number: Int, _ source: UnsafeRawPointer, _ factors: UnsafePointer<Int16>
  ) -> SIMD8<Int32> {
    let values = unsafe source.loadUnaligned(
      fromByteOffset: 16 &* number, as: SIMD8<Int16>.self)
    let factors = unsafe UnsafeRawPointer(factors).loadUnaligned(
      fromByteOffset: 16 &* number, as: SIMD8<Int16>.self)
    return SIMD8<Int32>(truncatingIfNeeded: values &* factors)
  }

  @inlinable @inline(__always)
  static func pass(_ v: BlockVectors, shift: Int32) -> BlockVectors {
    let evenSum = (v.v2 &+ v.v6) &* 4433
    let even2 = evenSum &- v.v6 &* 15137
    let even3 = evenSum &+ v.v2 &* 6270
    let rounding: Int32 = 1 &<< (shift &- 1)
    let even0 = (v.v0 &+ v.v4) &<< 13 &+ rounding
    let even1 = (v.v0 &- v.v4) &<< 13 &+ rounding
    let (a0, a3) = (even0 &+ even3, even0 &- even3)
    let (a1, a2) = (even1 &+ even2, even1 &- even2)

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
    return BlockVectors(
      (a0 &+ b3) &>> s, (a1 &+ b2) &>> s, (a2 &+ b1) &>> s, (a3 &+ b0) &>> s,
      (a3 &- b0) &>> s, (a2 &- b1) &>> s, (a1 &- b2) &>> s, (a0 &- b3) &>> s)
  }

  /// Turns blocks into 4 × 4 samples each, of which every one stands for four.
  ///
  /// Parameters are those of ``full(_:_:_:_:_:)``; the result is four rows of 4 × `count` samples.
  @inlinable @inline(__always)
  public static func half(
    _ count: Int, _ coefficients: UnsafePointer<Int16>, _ factors: UnsafePointer<Int16>,
    _ result: UnsafeMutablePointer<UInt8>, _ stride: Int
  ) {
    for block in 0..<count {
      let source = unsafe UnsafeRawPointer(coefficients + 64 &* block)
      let columns = unsafe halfPass(
        row(0, source, factors), row(1, source, factors), row(2, source, factors),
        row(3, source, factors), row(5, source, factors), row(6, source, factors),
        row(7, source, factors), shift: 12)
      // Each row of the first pass's result, then lanes turned to rows; the fourth column is unused.
      let zero = SIMD8<Int32>.zero
      let t = BlockVectors(columns.0, columns.1, columns.2, columns.3, zero, zero, zero, zero)
        .transposed
      let rows = halfPass(t.v0, t.v1, t.v2, t.v3, t.v5, t.v6, t.v7, shift: 19)
      for row in 0..<4 {
        let samples = SIMD4(rows.0[row], rows.1[row], rows.2[row], rows.3[row])
        unsafe UnsafeMutableRawPointer(result + 4 &* block + row &* stride).storeBytes(
          of: bytes(samples), as: SIMD4<UInt8>.self)
      }
    }
  }

  @inlinable @inline(__always)
  static func halfPass(
    _ v0: SIMD8<Int32>, _ v1: SIMD8<Int32>, _ v2: SIMD8<Int32>, _ v3: SIMD8<Int32>,
    _ v5: SIMD8<Int32>, _ v6: SIMD8<Int32>, _ v7: SIMD8<Int32>, shift: Int32
  ) -> (SIMD8<Int32>, SIMD8<Int32>, SIMD8<Int32>, SIMD8<Int32>) {
    let even = v0 &<< 14 &+ 1 &<< (shift &- 1)
    let evenOdd = v2 &* 15137 &- v6 &* 6270
    let (a, b) = (even &+ evenOdd, even &- evenOdd)
    let c = v5 &* 11893 &- v7 &* 1730 &- v3 &* 17799 &+ v1 &* 8697
    let d = v3 &* 7373 &- v7 &* 4176 &- v5 &* 4926 &+ v1 &* 20995
    let s = SIMD8<Int32>(repeating: shift)
    return ((a &+ d) &>> s, (b &+ c) &>> s, (b &- c) &>> s, (a &- d) &>> s)
  }

  /// Turns blocks into 2 × 2 samples each.
  ///
  /// Parameters are those of ``full(_:_:_:_:_:)``; the result is two rows of 2 × `count` samples.
  @inlinable @inline(__always)
  public static func quarter(
    _ count: Int, _ coefficients: UnsafePointer<Int16>, _ factors: UnsafePointer<Int16>,
    _ result: UnsafeMutablePointer<UInt8>, _ stride: Int
  ) {
    for block in 0..<count {
      let source = unsafe UnsafeRawPointer(coefficients + 64 &* block)
      let even = unsafe row(0, source, factors) &<< 15 &+ 4096
      let odd =
        unsafe row(5, source, factors) &* 6967 &- row(7, source, factors) &* 5906
        &- row(3, source, factors) &* 10426 &+ row(1, source, factors) &* 29692
      let s = SIMD8<Int32>(repeating: 13)
      let (upper, lower) = ((even &+ odd) &>> s, (even &- odd) &>> s)
      let first = SIMD2(upper[0], lower[0]) &<< 15 &+ 524288
      let second =
        SIMD2(upper[5], lower[5]) &* 6967 &- SIMD2(upper[7], lower[7]) &* 5906
        &- SIMD2(upper[3], lower[3]) &* 10426 &+ SIMD2(upper[1], lower[1]) &* 29692
      let (left, right) = ((first &+ second) &>> 20, (first &- second) &>> 20)
      let samples = bytes(SIMD4(left[0], right[0], left[1], right[1]))
      let place = unsafe result + 2 &* block
      unsafe place[0] = samples[0]
      unsafe place[1] = samples[1]
      unsafe place[stride] = samples[2]
      unsafe place[stride &+ 1] = samples[3]
    }
  }

  /// Turns blocks into one sample each.
  ///
  /// Parameters are those of ``full(_:_:_:_:_:)``; the result is one row of `count` samples.
  @inlinable @inline(__always)
  public static func eighth(
    _ count: Int, _ coefficients: UnsafePointer<Int16>, _ factors: UnsafePointer<Int16>,
    _ result: UnsafeMutablePointer<UInt8>, _ stride: Int
  ) {
    let factor = unsafe factors[0]
    for block in 0..<count {
      let constant = unsafe Int32(coefficients[64 &* block] &* factor)
      unsafe result[block] = UInt8(truncatingIfNeeded: max(0, min(255, (constant &+ 1028) &>> 3)))
    }
  }

  /// Samples from 0 to 255.
  @inlinable @inline(__always)
  static func bytes(_ values: SIMD4<Int32>) -> SIMD4<UInt8> {
    let sign = SIMD4<Int32>(repeating: 31)
    let shifted = values &+ 128
    let positive = shifted & ~(shifted &>> sign)
    return SIMD4<UInt8>(truncatingIfNeeded: positive | (255 &- positive) &>> sign)
  }
}

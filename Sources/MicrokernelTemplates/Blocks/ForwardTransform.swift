/// The cosine transform of 8 × 8 samples in integers, as in libjpeg's `jfdctint`, bit by bit.
@frozen
public enum ForwardTransform<Set: InstructionSet> {
  /// Turns samples into blocks of quantised coefficients.
  ///
  /// - Parameters:
  ///   - count: Blocks, beside each other.
  ///   - samples: Eight rows of 8 × `count` samples.
  ///   - stride: From one row of samples to the next.
  ///   - factors: `[8][8]`, from 1 to 255.
  ///   - result: `[count][8][8]`: each coefficient over its factor, rounded, halves away from zero.
  @inlinable @inline(__always)
  public static func quantized(
    _ count: Int, _ samples: UnsafePointer<UInt8>, _ stride: Int, _ factors: UnsafePointer<Int16>,
    _ result: UnsafeMutablePointer<Int16>
  ) {
    for block in 0..<count {
      let source = unsafe samples + 8 &* block
      let rows = unsafe BlockVectors(
        row(source), row(source + stride), row(source + 2 &* stride), row(source + 3 &* stride),
        row(source + 4 &* stride), row(source + 5 &* stride), row(source + 6 &* stride),
        row(source + 7 &* stride))
      // Rows first: a lane a row.
      let c = pass(pass(rows.transposed, isFirst: true).transposed, isFirst: false)
      let target = unsafe result + 64 &* block
      unsafe quantize(c.v0, 0, factors, target)
      unsafe quantize(c.v1, 8, factors, target)
      unsafe quantize(c.v2, 16, factors, target)
      unsafe quantize(c.v3, 24, factors, target)
      unsafe quantize(c.v4, 32, factors, target)
      unsafe quantize(c.v5, 40, factors, target)
      unsafe quantize(c.v6, 48, factors, target)
      unsafe quantize(c.v7, 56, factors, target)
    }
  }

  @inlinable @inline(__always)
  static func row(_ samples: UnsafePointer<UInt8>) -> SIMD8<Int32> {
    SIMD8<Int32>(
      truncatingIfNeeded: unsafe UnsafeRawPointer(samples).loadUnaligned(as: SIMD8<UInt8>.self))
      &- 128
  }

  /// Coefficients are eight times too large; the quotient in floats is exact enough, because a
  /// quotient that is not a whole number and a half is at least 1/4080 away from one.
  @inlinable @inline(__always)
  static func quantize(
    _ values: SIMD8<Int32>, _ place: Int, _ factors: UnsafePointer<Int16>,
    _ result: UnsafeMutablePointer<Int16>
  ) {
    let factor =
      SIMD8<Int32>(
        truncatingIfNeeded: unsafe UnsafeRawPointer(factors + place).loadUnaligned(
          as: SIMD8<Int16>.self)) &<< 3
    let sign = values &>> SIMD8<Int32>(repeating: 31)
    let magnitude = ((values ^ sign) &- sign) &+ factor &>> 1
    // Half a unit more keeps whole quotients whole; the sum's last bits are the quotient's floor.
    let quotient = (SIMD8<Float>(magnitude) + 0.5) / SIMD8<Float>(factor) - 0.5
    let sum = quotient + 8_388_608
    let whole = unsafe unsafeBitCast(sum, to: SIMD8<Int32>.self) & 0x7F_FFFF
    unsafe UnsafeMutableRawPointer(result + place).storeBytes(
      of: SIMD8<Int16>(truncatingIfNeeded: (whole ^ sign) &- sign), as: SIMD8<Int16>.self)
  }

  @inlinable @inline(__always)
  static func pass(_ v: BlockVectors, isFirst: Bool) -> BlockVectors {
    let (s0, d7) = (v.v0 &+ v.v7, v.v0 &- v.v7)
    let (s1, d6) = (v.v1 &+ v.v6, v.v1 &- v.v6)
    let (s2, d5) = (v.v2 &+ v.v5, v.v2 &- v.v5)
    let (s3, d4) = (v.v3 &+ v.v4, v.v3 &- v.v4)
    let (e0, e3) = (s0 &+ s3, s0 &- s3)
    let (e1, e2) = (s1 &+ s2, s1 &- s2)
    let shift: Int32 = isFirst ? 11 : 15
    let rounding: Int32 = 1 &<< (shift &- 1)
    let s = SIMD8<Int32>(repeating: shift)

    let z = (e2 &+ e3) &* 4433 &+ rounding
    let (c2, c6) = ((z &+ e3 &* 6270) &>> s, (z &- e2 &* 15137) &>> s)
    let c0: SIMD8<Int32>
    let c4: SIMD8<Int32>
    if isFirst {
      (c0, c4) = ((e0 &+ e1) &<< 2, (e0 &- e1) &<< 2)
    } else {
      let two = SIMD8<Int32>(repeating: 2)
      (c0, c4) = ((e0 &+ e1 &+ 2) &>> two, (e0 &- e1 &+ 2) &>> two)
    }

    let z5 = (d4 &+ d6 &+ d5 &+ d7) &* 9633 &+ rounding
    let z1 = (d4 &+ d7) &* -7373
    let z2 = (d5 &+ d6) &* -20995
    let z3 = (d4 &+ d6) &* -16069 &+ z5
    let z4 = (d5 &+ d7) &* -3196 &+ z5
    let c7 = (d4 &* 2446 &+ z1 &+ z3) &>> s
    let c5 = (d5 &* 16819 &+ z2 &+ z4) &>> s
    let c3 = (d6 &* 25172 &+ z2 &+ z3) &>> s
    let c1 = (d7 &* 12299 &+ z1 &+ z4) &>> s
    return BlockVectors(c0, c1, c2, c3, c4, c5, c6, c7)
  }
}

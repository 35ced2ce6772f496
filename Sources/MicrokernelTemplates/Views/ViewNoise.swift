/// Normally distributed noise from a counter: Philox 4 × 32 with 10 rounds on sixteen counters at once,
/// then Box–Muller.
///
/// The words are those of `RandomNumbers.CounterRandom` with the same key, the pixel's number being the
/// position and 0 the stream.
@frozen
public enum ViewNoise<Set: InstructionSet> {
  @usableFromInline typealias Words = SIMD16<UInt32>

  /// Adds noise to one row; see ``ViewColors/change``.
  @inlinable @inline(__always)
  static func add(
    _ count: Int, _ step: UnsafePointer<Float>, _ firstPixel: Int,
    _ red: UnsafeMutablePointer<Float>, _ green: UnsafeMutablePointer<Float>,
    _ blue: UnsafeMutablePointer<Float>
  ) {
    let (deviation, differs) = unsafe (step[1], step[2] != 0)
    let key = unsafe SIMD2(step[3].bitPattern, step[4].bitPattern)
    var counter =
      Words(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
      &+ UInt32(truncatingIfNeeded: firstPixel)
    unsafe ViewColors<Set>.each(count, red, green, blue) { pixels in
      let words = philox(counter, key)
      counter = counter &+ 16
      let (first, second) = normals(words.0, words.1, deviation)
      pixels.red += first
      if differs {
        pixels.green += second
        pixels.blue += normals(words.2, words.3, deviation).0
      } else {
        pixels.green += first
        pixels.blue += first
      }
    }
  }

  /// The four words of each counter's block.
  @inlinable @inline(__always)
  static func philox(_ counter: Words, _ key: SIMD2<UInt32>) -> (Words, Words, Words, Words) {
    var (x, y, z, w) = (counter, Words.zero, Words.zero, Words.zero)
    var key = key
    for round in 0..<10 {
      if round > 0 { key = key &+ SIMD2(0x9E37_79B9, 0xBB67_AE85) }
      let (low0, high0) = product(x, 0xD251_1F53)
      let (low1, high1) = product(z, 0xCD9E_8D57)
      x = high1 ^ y ^ key.x
      y = low1
      z = high0 ^ w ^ key.y
      w = low0
    }
    return (x, y, z, w)
  }

  /// Both halves of the product of each word and `factor`.
  @inlinable @inline(__always)
  static func product(_ words: Words, _ factor: UInt32) -> (low: Words, high: Words) {
    typealias Pairs = SIMD8<UInt64>
    let pairs = unsafe unsafeBitCast(words, to: Pairs.self)
    let even = (pairs & 0xFFFF_FFFF) &* UInt64(factor)
    let odd = (pairs &>> 32) &* UInt64(factor)
    let upper: UInt64 = 0xFFFF_FFFF_0000_0000
    let low = (even & ~upper) | (odd &<< 32)
    let high = (even &>> 32) | (odd & upper)
    return unsafe (unsafeBitCast(low, to: Words.self), unsafeBitCast(high, to: Words.self))
  }

  /// Two independent normal numbers of each pair of words.
  @inlinable @inline(__always)
  static func normals(_ a: Words, _ b: Words, _ deviation: Float) -> (Lanes, Lanes) {
    // 23 random bits each; the first is in 0 < … < 1.
    let radiusShare = share(a) + 0x1p-24
    let radius = Set.lanesSquareRoot(logarithm(radiusShare) * -2) * deviation
    let (cosine, sine) = circle(share(b))
    return (radius * cosine, radius * sine)
  }

  /// A number in 0 ..< 1 of the upper 23 bits.
  @inlinable @inline(__always)
  static func share(_ words: Words) -> Lanes {
    unsafe unsafeBitCast((words &>> 9) | 0x3F80_0000, to: Lanes.self) - 1
  }

  /// ln x of a positive normal x, within a few units in the last place (Cephes' `logf`).
  @inlinable @inline(__always)
  static func logarithm(_ x: Lanes) -> Lanes {
    let bits = unsafe unsafeBitCast(x, to: Words.self)
    // The mantissa in √½ … √2: exponents are counted from there.
    let shifted = bits &- 0x3F35_04F3
    let mantissa = unsafe unsafeBitCast(
      (shifted & 0x007F_FFFF) &+ 0x3F35_04F3, to: Lanes.self)
    let biased = ((shifted &>> 23) &+ 128) & 0xFF
    let exponent = unsafe unsafeBitCast(biased | 0x4B00_0000, to: Lanes.self) - (0x1p23 + 128)
    let r = mantissa - 1
    let square = r * r
    var sum = Lanes(repeating: 7.037_683_6e-2)
    sum = Set.lanesMultiplyAdd(sum, r, Lanes(repeating: -1.151_461e-1))
    sum = Set.lanesMultiplyAdd(sum, r, Lanes(repeating: 1.167_699_9e-1))
    sum = Set.lanesMultiplyAdd(sum, r, Lanes(repeating: -1.242_014_1e-1))
    sum = Set.lanesMultiplyAdd(sum, r, Lanes(repeating: 1.424_932_3e-1))
    sum = Set.lanesMultiplyAdd(sum, r, Lanes(repeating: -1.666_805_8e-1))
    sum = Set.lanesMultiplyAdd(sum, r, Lanes(repeating: 2.000_071_5e-1))
    sum = Set.lanesMultiplyAdd(sum, r, Lanes(repeating: -2.499_999_4e-1))
    sum = Set.lanesMultiplyAdd(sum, r, Lanes(repeating: 3.333_333_1e-1))
    let tail = Set.lanesMultiplyAdd(
      exponent, Lanes(repeating: -2.121_944_4e-4), sum * r * square)
    let rest = Set.lanesMultiplyAdd(square, Lanes(repeating: -0.5), tail)
    return Set.lanesMultiplyAdd(exponent, Lanes(repeating: 0.693_359_375), r + rest)
  }

  /// cos 2πx and sin 2πx of an x in 0 ..< 1 (polynomials as in Cephes' `cosf` and `sinf`).
  @inlinable @inline(__always)
  static func circle(_ x: Lanes) -> (cosine: Lanes, sine: Lanes) {
    let magic: Float = 0x1.8p23
    let shifted = x * 4 + magic
    let quadrant = unsafe unsafeBitCast(shifted, to: Words.self)
    let angle = (x * 4 - (shifted - magic)) * Float(1.570_796_326_8)
    let square = angle * angle
    var s = Set.lanesMultiplyAdd(
      square, Lanes(repeating: -1.951_529_6e-4), Lanes(repeating: 8.332_160_9e-3))
    s = Set.lanesMultiplyAdd(s, square, Lanes(repeating: -1.666_665_5e-1))
    s = Set.lanesMultiplyAdd(s * square, angle, angle)
    var c = Set.lanesMultiplyAdd(
      square, Lanes(repeating: 2.443_315_7e-5), Lanes(repeating: -1.388_731_6e-3))
    c = Set.lanesMultiplyAdd(c, square, Lanes(repeating: 4.166_664_6e-2))
    c = Set.lanesMultiplyAdd(c * square, square, 1 - square * 0.5)
    // Masks and signs by shifts of bits: comparisons of integers would be loops over lanes.
    let isOdd = unsafe unsafeBitCast(
      unsafeBitCast(quadrant &<< 31, to: SIMD16<Int32>.self) &>> 31, to: LaneMask.self)
    return (
      flipped(Set.chosen(c, s, where: isOdd), ((quadrant &+ 1) & 2) &<< 30),
      flipped(Set.chosen(s, c, where: isOdd), (quadrant & 2) &<< 30)
    )
  }

  /// `x` with its bits exclusive-or `bits`.
  @inlinable @inline(__always)
  static func flipped(_ x: Lanes, _ bits: Words) -> Lanes {
    unsafe unsafeBitCast(unsafeBitCast(x, to: Words.self) ^ bits, to: Lanes.self)
  }
}

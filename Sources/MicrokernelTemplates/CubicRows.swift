#if arch(x86_64)
  import _Builtin_intrinsics.intel
#endif

/// Rows of 8-bit pixels in another size between four neighbours, as OpenCV's bicubic interpolation has
/// them: integers within rows, floats between rows.
extension Resampling {
  /// A row of pixels, each a weighted sum of four neighbours of the source.
  ///
  /// Reads sixteen bytes from a first neighbour on, and writes up to three numbers beyond the row.
  ///
  /// - Parameters:
  ///   - columns: Pixels of the row.
  ///   - channels: Samples a pixel, from 1 to 4.
  ///   - source: The row's pixels before.
  ///   - offsets: `[columns]`: the sample where the first neighbour begins; up to three more are read.
  ///   - weights: `[2][columns + 3]`: of 16 bits, two in a number, the first in the lower half: those of
  ///     the first and second neighbour, then those of the third and fourth; with one channel those of
  ///     the first and third, then those of the second and fourth.
  ///   - result: `[columns][channels]`: the sums, exact.
  @inlinable @inline(__always)
  public static func cubicRow(
    _ columns: Int, _ channels: Int, _ source: UnsafePointer<UInt8>,
    _ offsets: UnsafePointer<Int32>, _ weights: UnsafePointer<Int32>,
    _ result: UnsafeMutablePointer<Float>
  ) {
    let source = unsafe UnsafeRawPointer(source)
    let result = UnsafeMutableRawPointer(result)
    let others = unsafe weights + (columns &+ 3)
    var column = 0
    if channels == 1 {
      while column < columns {
        let samples = unsafe SIMD2<UInt64>(
          twoWords(source, offsets + column), twoWords(source, offsets + column + 2))
        let words = unsafe unsafeBitCast(samples, to: SIMD4<UInt32>.self)
        let even = unsafe sumsOfTwo(
          words & 0xFF_00FF,
          UnsafeRawPointer(weights + column).loadUnaligned(as: SIMD4<Int32>.self))
        let odd = unsafe sumsOfTwo(
          (words &>> 8) & 0xFF_00FF,
          UnsafeRawPointer(others + column).loadUnaligned(as: SIMD4<Int32>.self))
        unsafe result.storeBytes(
          of: floats(even &+ odd), toByteOffset: 4 &* column, as: SIMD4<Float>.self)
        column &+= 4
      }
      return
    }
    if Set.shufflesBytes {
      let order = orderOfFour(channels)
      while column < columns {
        let sums = unsafe Set.weightedSums(
          (source + Int(offsets[column])).loadUnaligned(as: SIMD16<UInt8>.self), order,
          weights[column], others[column])
        unsafe result.storeBytes(
          of: floats(sums), toByteOffset: 4 &* column &* channels, as: SIMD4<Float>.self)
        column &+= 1
      }
      return
    }
    while column < columns {
      let first = unsafe source + Int(offsets[column])
      let third = unsafe first + 2 &* channels
      let near = unsafe words(
        interleaved(
          first.loadUnaligned(as: UInt32.self), (first + channels).loadUnaligned(as: UInt32.self)))
      let far = unsafe words(
        interleaved(
          third.loadUnaligned(as: UInt32.self), (third + channels).loadUnaligned(as: UInt32.self)))
      let sums =
        unsafe sumsOfTwo(near, SIMD4(repeating: weights[column]))
        &+ sumsOfTwo(far, SIMD4(repeating: others[column]))
      unsafe result.storeBytes(
        of: floats(sums), toByteOffset: 4 &* column &* channels, as: SIMD4<Float>.self)
      column &+= 1
    }
  }

  /// A weighted sum of four rows, in bytes: rounded, halves to the even number, and kept within a byte.
  ///
  /// - Parameters:
  ///   - count: Samples of a row.
  ///   - a: `[count]`, and so are `b`, `c` and `d`.
  ///   - weights: `[4]`: of these rows; no sum is beyond ±2²¹.
  ///   - result: `[count]`.
  @inlinable @inline(__always)
  public static func mixRows(
    _ count: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    _ c: UnsafePointer<Float>, _ d: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ result: UnsafeMutablePointer<UInt8>
  ) {
    let (first, second) = unsafe (weights[0], weights[1])
    let (third, fourth) = unsafe (weights[2], weights[3])
    var index = 0
    while index &+ laneCount <= count {
      let sum =
        unsafe a.lanes(index, laneCount) * first
        + (b.lanes(index, laneCount) * second
          + (c.lanes(index, laneCount) * third + d.lanes(index, laneCount) * fourth))
      unsafe UnsafeMutableRawPointer(result + index).storeBytes(
        of: Set.bytes(nearestTo: sum), as: SIMD16<UInt8>.self)
      index &+= laneCount
    }
    // Of a number so large the last bit of the significand is worth one; no instruction is needed.
    let shift: Float = 0x1.8p23
    while index < count {
      let sum =
        unsafe a[index] * first
        + (b[index] * second + (c[index] * third + d[index] * fourth))
      let rounded =
        Int32(bitPattern: (sum + shift).bitPattern) &- Int32(bitPattern: shift.bitPattern)
      unsafe result[index] = UInt8(truncatingIfNeeded: max(0, min(255, rounded)))
      index &+= 1
    }
  }

  /// Sums as floats; none has more than 24 bits.
  @inlinable @inline(__always)
  static func floats(_ sums: SIMD4<Int32>) -> SIMD4<Float> {
    #if arch(x86_64)
      unsafe _mm_cvtepi32_ps(unsafeBitCast(sums, to: __m128i.self))
    #else
      SIMD4<Float>(sums)
    #endif
  }

  /// The four bytes at each of two places, the first lower.
  @inlinable @inline(__always)
  static func twoWords(_ source: UnsafeRawPointer, _ offsets: UnsafePointer<Int32>) -> UInt64 {
    // Not as lanes: the compiler would gather them, which is slower.
    let low = unsafe source.loadUnaligned(fromByteOffset: Int(offsets[0]), as: UInt32.self)
    let high = unsafe source.loadUnaligned(fromByteOffset: Int(offsets[1]), as: UInt32.self)
    return UInt64(low) | UInt64(high) &<< 32
  }

  /// Where, among the bytes of four pixels, the two samples of each channel are that have the same
  /// weights: first those of the first two pixels, then those of the others.
  @inlinable @inline(__always)
  static func orderOfFour(_ channels: Int) -> SIMD16<UInt8> {
    var order = SIMD16<UInt8>.zero
    for place in 0..<16 {
      let pixel = place / 8 * 2 + place % 2
      order[place] = UInt8(
        truncatingIfNeeded: pixel &* channels &+ min(place / 2 % 4, channels - 1))
    }
    return order
  }

  /// Eight bytes as eight numbers of 16 bits, two of them in one of 32.
  @inlinable @inline(__always)
  static func words(_ bytes: UInt64) -> SIMD4<UInt32> {
    #if arch(x86_64)
      let words = _mm_unpacklo_epi8(
        _mm_cvtsi64_si128(Int64(bitPattern: bytes)), _mm_setzero_si128())
      return unsafe unsafeBitCast(words, to: SIMD4<UInt32>.self)
    #else
      let words = unsafe SIMD8<UInt16>(
        truncatingIfNeeded: unsafeBitCast(bytes, to: SIMD8<UInt8>.self))
      return unsafe unsafeBitCast(words, to: SIMD4<UInt32>.self)
    #endif
  }

  /// In each of four places the lower half times the weight's lower half, and the upper times the upper.
  @inlinable @inline(__always)
  static func sumsOfTwo(_ pairs: SIMD4<UInt32>, _ weights: SIMD4<Int32>) -> SIMD4<Int32> {
    #if arch(x86_64)
      let sums = unsafe _mm_madd_epi16(
        unsafeBitCast(pairs, to: __m128i.self), unsafeBitCast(weights, to: __m128i.self))
      return unsafe unsafeBitCast(sums, to: SIMD4<Int32>.self)
    #else
      let low = SIMD4<Int32>(truncatingIfNeeded: pairs & 0xFFFF)
      let high = SIMD4<Int32>(truncatingIfNeeded: pairs &>> 16)
      return low &* ((weights &<< 16) &>> 16) &+ high &* (weights &>> 16)
    #endif
  }
}

extension InstructionSet {
  /// The nearest integers within a byte, where the set has nothing better.
  @inlinable @inline(__always)
  public static func bytes(nearestTo x: Lanes) -> SIMD16<UInt8> {
    #if arch(x86_64)
      typealias Quarter = SIMD4<Float>
      let parts = unsafe unsafeBitCast(x, to: (Quarter, Quarter, Quarter, Quarter).self)
      let packed = _mm_packus_epi16(
        _mm_packs_epi32(_mm_cvtps_epi32(parts.0), _mm_cvtps_epi32(parts.1)),
        _mm_packs_epi32(_mm_cvtps_epi32(parts.2), _mm_cvtps_epi32(parts.3)))
      return unsafe unsafeBitCast(packed, to: SIMD16<UInt8>.self)
    #else
      // Adding so large a number rounds, and leaves the integer in the low bits.
      let shift: Float = 0x1.8p23
      let integers =
        unsafe unsafeBitCast(x + shift, to: SIMD16<Int32>.self)
        &- SIMD16(repeating: Int32(bitPattern: shift.bitPattern))
      return SIMD16<UInt8>(
        truncatingIfNeeded: integers.clamped(
          lowerBound: .zero, upperBound: SIMD16(repeating: 255)))
    #endif
  }
}

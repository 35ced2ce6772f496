#if arch(x86_64)
  import _Builtin_intrinsics.intel
#endif

/// Rows of 8-bit pixels in another size, in fixed-point arithmetic: the same bytes everywhere.
@frozen
public enum Resampling<Set: InstructionSet> {
  /// A row of pixels, each between two neighbours of the source: to 7 bits after the point.
  ///
  /// Reads up to three bytes beyond a pixel's right neighbour, and writes up to three numbers beyond the
  /// row.
  ///
  /// - Parameters:
  ///   - columns: Pixels of the row.
  ///   - channels: Samples a pixel, from 1 to 4.
  ///   - source: The row's pixels before.
  ///   - offsets: `[columns]`: the sample where the left neighbour begins; up to three more are read.
  ///   - weights: `[columns]`: in parts of 2048, the left neighbour's weight in the lower half and the
  ///     right one's in the upper; up to three more are read.
  ///   - result: `[columns][channels]`, in parts of 128, cut off.
  @inlinable @inline(__always)
  public static func stretch(
    _ columns: Int, _ channels: Int, _ source: UnsafePointer<UInt8>,
    _ offsets: UnsafePointer<Int32>, _ weights: UnsafePointer<Int32>,
    _ result: UnsafeMutablePointer<Int16>
  ) {
    let source = unsafe UnsafeRawPointer(source)
    let result = UnsafeMutableRawPointer(result)
    var column = 0
    if channels == 1 {
      while column < columns {
        let pairs = unsafe SIMD4<UInt16>(
          source.loadUnaligned(fromByteOffset: Int(offsets[column]), as: UInt16.self),
          source.loadUnaligned(fromByteOffset: Int(offsets[column + 1]), as: UInt16.self),
          source.loadUnaligned(fromByteOffset: Int(offsets[column + 2]), as: UInt16.self),
          source.loadUnaligned(fromByteOffset: Int(offsets[column + 3]), as: UInt16.self))
        let mixed = unsafe mixedPairs(
          unsafeBitCast(pairs, to: UInt64.self),
          UnsafeRawPointer(weights + column).loadUnaligned(as: SIMD4<Int32>.self))
        unsafe result.storeBytes(of: mixed, toByteOffset: 2 &* column, as: UInt64.self)
        column &+= 4
      }
      return
    }
    while column < columns {
      let left = unsafe source + Int(offsets[column])
      let pairs = unsafe interleaved(
        left.loadUnaligned(as: UInt32.self), (left + channels).loadUnaligned(as: UInt32.self))
      let mixed = unsafe mixedPairs(pairs, SIMD4(repeating: weights[column]))
      unsafe result.storeBytes(of: mixed, toByteOffset: 2 &* column &* channels, as: UInt64.self)
      column &+= 1
    }
  }

  /// What lies between two stretched rows, in bytes.
  ///
  /// - Parameters:
  ///   - count: Samples of a row.
  ///   - upper: `[count]`: in parts of 128, as ``stretch(_:_:_:_:_:_:)`` gives them.
  ///   - upperWeight: In parts of 2048.
  ///   - lower: `[count]`.
  ///   - lowerWeight: In parts of 2048; with the other weight about 2048.
  ///   - result: `[count]`.
  @inlinable @inline(__always)
  public static func blend(
    _ count: Int, _ upper: UnsafePointer<Int16>, _ upperWeight: Int16,
    _ lower: UnsafePointer<Int16>, _ lowerWeight: Int16, _ result: UnsafeMutablePointer<UInt8>
  ) {
    for index in 0..<count {
      // The upper half of a product of 16 bits, which is one instruction for a whole vector.
      let above = unsafe Int16(
        truncatingIfNeeded: (Int32(upperWeight) &* Int32(upper[index])) &>> 16)
      let below = unsafe Int16(
        truncatingIfNeeded: (Int32(lowerWeight) &* Int32(lower[index])) &>> 16)
      unsafe result[index] = UInt8(truncatingIfNeeded: (above &+ below &+ 2) &>> 2)
    }
  }

  /// A row of pixels, each a weighted sum of neighbours in the source.
  ///
  /// Reads up to three bytes beyond the last neighbour, and writes up to three numbers beyond the row.
  ///
  /// - Parameters:
  ///   - columns: Pixels of the row.
  ///   - channels: Samples a pixel, from 1 to 4.
  ///   - source: The row's pixels before.
  ///   - offsets: `[columns]`: the sample where the first neighbour begins.
  ///   - counts: `[columns]`: how many neighbours there are.
  ///   - weights: `[columns][weightStride]`.
  ///   - weightStride: From the first weight of a pixel to the next pixel's.
  ///   - result: `[columns][channels]`: the sums.
  @inlinable @inline(__always)
  public static func filterRow(
    _ columns: Int, _ channels: Int, _ source: UnsafePointer<UInt8>,
    _ offsets: UnsafePointer<Int32>, _ counts: UnsafePointer<Int32>,
    _ weights: UnsafePointer<Int32>, _ weightStride: Int, _ result: UnsafeMutablePointer<Int32>
  ) {
    for column in 0..<columns {
      var place = unsafe source + Int(offsets[column])
      let weights = unsafe weights + column &* weightStride
      let count = unsafe Int(counts[column])
      if channels == 1 {
        var sum: Int32 = 0
        for tap in 0..<count { unsafe sum &+= Int32(place[tap]) &* weights[tap] }
        unsafe result[column] = sum
        continue
      }
      var sums = SIMD4<Int32>.zero
      for tap in 0..<count {
        let samples = unsafe UnsafeRawPointer(place).loadUnaligned(as: SIMD4<UInt8>.self)
        unsafe sums &+= SIMD4(truncatingIfNeeded: samples) &* weights[tap]
        unsafe place += channels
      }
      unsafe UnsafeMutableRawPointer(result + column &* channels).storeBytes(
        of: sums, as: SIMD4<Int32>.self)
    }
  }

  /// A weighted sum of rows, in bytes.
  ///
  /// - Parameters:
  ///   - count: Samples of a row.
  ///   - rowCount: Rows that are summed.
  ///   - source: `[rowCount][stride]`.
  ///   - stride: From a row's first sample to the next row's.
  ///   - weights: `[rowCount]`, in parts of 2²².
  ///   - result: `[count]`: rounded, halves up, and kept within a byte.
  @inlinable @inline(__always)
  public static func filterRows(
    _ count: Int, _ rowCount: Int, _ source: UnsafePointer<UInt8>, _ stride: Int,
    _ weights: UnsafePointer<Int32>, _ result: UnsafeMutablePointer<UInt8>
  ) {
    // Sums of so many samples stay in registers.
    var start = 0
    while start &+ 32 <= count {
      var sums = InlineArray<32, Int32>(repeating: 1 << 21)
      for row in 0..<rowCount {
        let (place, weight) = unsafe (source + (row &* stride &+ start), weights[row])
        for index in 0..<32 { unsafe sums[index] &+= Int32(place[index]) &* weight }
      }
      for index in 0..<32 {
        unsafe result[start &+ index] = UInt8(
          truncatingIfNeeded: max(0, min(255, sums[index] &>> 22)))
      }
      start &+= 32
    }
    while start < count {
      var sum: Int32 = 1 << 21
      for row in 0..<rowCount {
        unsafe sum &+= Int32(source[row &* stride &+ start]) &* weights[row]
      }
      unsafe result[start] = UInt8(truncatingIfNeeded: max(0, min(255, sum &>> 22)))
      start &+= 1
    }
  }

  /// Eight bytes, in turn of `a` and of `b`.
  @inlinable @inline(__always)
  static func interleaved(_ a: UInt32, _ b: UInt32) -> UInt64 {
    #if arch(x86_64)
      let bytes = _mm_unpacklo_epi8(
        _mm_cvtsi32_si128(Int32(bitPattern: a)), _mm_cvtsi32_si128(Int32(bitPattern: b)))
      return UInt64(bitPattern: _mm_cvtsi128_si64(bytes))
    #else
      let (x, y) = unsafe (
        unsafeBitCast(a, to: SIMD4<UInt8>.self), unsafeBitCast(b, to: SIMD4<UInt8>.self)
      )
      return unsafe unsafeBitCast(
        SIMD8(x[0], y[0], x[1], y[1], x[2], y[2], x[3], y[3]), to: UInt64.self)
    #endif
  }

  /// Of each pair of bytes the first times the lower half of a weight and the second times the upper, in
  /// parts of 16: four numbers of 16 bits.
  @inlinable @inline(__always)
  static func mixedPairs(_ pairs: UInt64, _ weights: SIMD4<Int32>) -> UInt64 {
    #if arch(x86_64)
      let words = _mm_unpacklo_epi8(
        _mm_cvtsi64_si128(Int64(bitPattern: pairs)), _mm_setzero_si128())
      let sums = _mm_srli_epi32(
        _mm_madd_epi16(words, unsafe unsafeBitCast(weights, to: __m128i.self)), 4)
      return UInt64(bitPattern: _mm_cvtsi128_si64(_mm_packs_epi32(sums, sums)))
    #else
      let bytes = unsafe SIMD8<Int32>(
        truncatingIfNeeded: unsafeBitCast(pairs, to: SIMD8<UInt8>.self))
      let sums = bytes.evenHalf &* (weights & 0xFFFF) &+ bytes.oddHalf &* (weights &>> 16)
      return unsafe unsafeBitCast(SIMD4<Int16>(truncatingIfNeeded: sums &>> 4), to: UInt64.self)
    #endif
  }
}

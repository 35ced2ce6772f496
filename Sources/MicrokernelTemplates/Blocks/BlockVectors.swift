#if arch(x86_64)
  import _Builtin_intrinsics.intel
#endif

/// Eight vectors of eight numbers, each with a name so that they stay in registers.
@frozen
public struct BlockVectors {
  /// The eight vectors.
  public var v0: SIMD8<Int32>
  /// The second.
  public var v1: SIMD8<Int32>
  /// The third.
  public var v2: SIMD8<Int32>
  /// The fourth.
  public var v3: SIMD8<Int32>
  /// The fifth.
  public var v4: SIMD8<Int32>
  /// The sixth.
  public var v5: SIMD8<Int32>
  /// The seventh.
  public var v6: SIMD8<Int32>
  /// The eighth.
  public var v7: SIMD8<Int32>

  @inlinable @inline(__always)
  init(
    _ v0: SIMD8<Int32>, _ v1: SIMD8<Int32>, _ v2: SIMD8<Int32>, _ v3: SIMD8<Int32>,
    _ v4: SIMD8<Int32>, _ v5: SIMD8<Int32>, _ v6: SIMD8<Int32>, _ v7: SIMD8<Int32>
  ) {
    self.v0 = v0
    self.v1 = v1
    self.v2 = v2
    self.v3 = v3
    self.v4 = v4
    self.v5 = v5
    self.v6 = v6
    self.v7 = v7
  }

  /// Rows become columns: three times, each vector is interleaved with the one four behind.
  @inlinable @inline(__always)
  var transposed: BlockVectors { interleaved.interleaved.interleaved }

  @inlinable @inline(__always)
  var interleaved: BlockVectors {
    BlockVectors(
      Self.lower(v0, v4), Self.upper(v0, v4), Self.lower(v1, v5), Self.upper(v1, v5),
      Self.lower(v2, v6), Self.upper(v2, v6), Self.lower(v3, v7), Self.upper(v3, v7))
  }

  @inlinable @inline(__always)
  static func lower(_ a: SIMD8<Int32>, _ b: SIMD8<Int32>) -> SIMD8<Int32> {
    SIMD8(a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3])
  }

  @inlinable @inline(__always)
  static func upper(_ a: SIMD8<Int32>, _ b: SIMD8<Int32>) -> SIMD8<Int32> {
    SIMD8(a[4], b[4], a[5], b[5], a[6], b[6], a[7], b[7])
  }

  /// Stores the transposed numbers plus 128 as bytes, kept from 0 to 255, in rows `stride` apart.
  @inlinable @inline(__always)
  func storeTransposedSamples(_ result: UnsafeMutablePointer<UInt8>, _ stride: Int) {
    #if arch(x86_64)
      let (a, b, c, d) = (
        Self.packed(v0, v1), Self.packed(v2, v3), Self.packed(v4, v5), Self.packed(v6, v7)
      )
      let (e, f, g, h) = (
        _mm_unpacklo_epi8(a, c), _mm_unpackhi_epi8(a, c), _mm_unpacklo_epi8(b, d),
        _mm_unpackhi_epi8(b, d)
      )
      let (i, j, k, l) = (
        _mm_unpacklo_epi8(e, g), _mm_unpackhi_epi8(e, g), _mm_unpacklo_epi8(f, h),
        _mm_unpackhi_epi8(f, h)
      )
      unsafe Self.store(_mm_unpacklo_epi8(i, k), result, stride)
      unsafe Self.store(_mm_unpackhi_epi8(i, k), result + 2 &* stride, stride)
      unsafe Self.store(_mm_unpacklo_epi8(j, l), result + 4 &* stride, stride)
      unsafe Self.store(_mm_unpackhi_epi8(j, l), result + 6 &* stride, stride)
    #else
      let rows = transposed
      unsafe Self.store(rows.v0, result)
      unsafe Self.store(rows.v1, result + stride)
      unsafe Self.store(rows.v2, result + 2 &* stride)
      unsafe Self.store(rows.v3, result + 3 &* stride)
      unsafe Self.store(rows.v4, result + 4 &* stride)
      unsafe Self.store(rows.v5, result + 5 &* stride)
      unsafe Self.store(rows.v6, result + 6 &* stride)
      unsafe Self.store(rows.v7, result + 7 &* stride)
    #endif
  }

  #if arch(x86_64)
    @inlinable @inline(__always)
    static func words(_ v: SIMD8<Int32>) -> __m128i {
      let (low, high) = unsafe unsafeBitCast(v, to: (__m128i, __m128i).self)
      return _mm_packs_epi32(low, high)
    }

    /// Signed bytes, whose highest bit is turned: 128 more.
    @inlinable @inline(__always)
    static func packed(_ a: SIMD8<Int32>, _ b: SIMD8<Int32>) -> __m128i {
      _mm_xor_si128(_mm_packs_epi16(words(a), words(b)), _mm_set1_epi8(-128))
    }

    @inlinable @inline(__always)
    static func store(_ rows: __m128i, _ result: UnsafeMutablePointer<UInt8>, _ stride: Int) {
      let (first, second) = unsafe unsafeBitCast(rows, to: (UInt64, UInt64).self)
      unsafe UnsafeMutableRawPointer(result).storeBytes(of: first, as: UInt64.self)
      unsafe UnsafeMutableRawPointer(result + stride).storeBytes(of: second, as: UInt64.self)
    }
  #else
    @inlinable @inline(__always)
    static func store(_ row: SIMD8<Int32>, _ result: UnsafeMutablePointer<UInt8>) {
      let sign = SIMD8<Int32>(repeating: 31)
      let shifted = row &+ 128
      let positive = shifted & ~(shifted &>> sign)
      let samples = SIMD8<UInt8>(truncatingIfNeeded: positive | (255 &- positive) &>> sign)
      unsafe UnsafeMutableRawPointer(result).storeBytes(of: samples, as: SIMD8<UInt8>.self)
    }
  #endif
}

/// Eight vectors of eight numbers, each with a name so that they can stay in registers.
struct JPEGVectors<Scalar: SIMDScalar> {
  var v0: SIMD8<Scalar>
  var v1: SIMD8<Scalar>
  var v2: SIMD8<Scalar>
  var v3: SIMD8<Scalar>
  var v4: SIMD8<Scalar>
  var v5: SIMD8<Scalar>
  var v6: SIMD8<Scalar>
  var v7: SIMD8<Scalar>

  /// Rows become columns: three times, each vector is interleaved with the one four behind.
  @inline(__always)
  var transposed: JPEGVectors { interleaved.interleaved.interleaved }

  @inline(__always)
  private var interleaved: JPEGVectors {
    JPEGVectors(
      v0: Self.lower(v0, v4), v1: Self.upper(v0, v4), v2: Self.lower(v1, v5),
      v3: Self.upper(v1, v5), v4: Self.lower(v2, v6), v5: Self.upper(v2, v6),
      v6: Self.lower(v3, v7), v7: Self.upper(v3, v7))
  }

  @inline(__always)
  private static func lower(_ a: SIMD8<Scalar>, _ b: SIMD8<Scalar>) -> SIMD8<Scalar> {
    SIMD8(a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3])
  }

  @inline(__always)
  private static func upper(_ a: SIMD8<Scalar>, _ b: SIMD8<Scalar>) -> SIMD8<Scalar> {
    SIMD8(a[4], b[4], a[5], b[5], a[6], b[6], a[7], b[7])
  }
}

extension JPEGVectors where Scalar: FixedWidthInteger {
  /// The low bits of other numbers.
  @inline(__always)
  init<Other: FixedWidthInteger>(truncating other: JPEGVectors<Other>) {
    self.init(
      v0: SIMD8(truncatingIfNeeded: other.v0), v1: SIMD8(truncatingIfNeeded: other.v1),
      v2: SIMD8(truncatingIfNeeded: other.v2), v3: SIMD8(truncatingIfNeeded: other.v3),
      v4: SIMD8(truncatingIfNeeded: other.v4), v5: SIMD8(truncatingIfNeeded: other.v5),
      v6: SIMD8(truncatingIfNeeded: other.v6), v7: SIMD8(truncatingIfNeeded: other.v7))
  }
}

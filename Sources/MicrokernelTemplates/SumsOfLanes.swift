/// The sums over the lanes of sixteen vectors, as one vector: sixteen trees grown side by side.
///
/// One tree alone would use a sixteenth of what each instruction can do. Here each step lays halves
/// of two vectors side by side and adds them, which leaves half as many vectors:
///
///     a₀ a₁ a₂ a₃ …  ⎫    a₀+a₂ b₀+b₂ a₁+a₃ b₁+b₃ …
///     b₀ b₁ b₂ b₃ …  ⎭
///
/// Eight such steps on sixteen vectors, four on eight, two on four and one on two: 15 additions and
/// 30 instructions that move lanes.
@frozen
public enum SumsOfLanes {
  /// Lane i of the result is the sum over the lanes of `vectors[i]`; always by the same tree.
  @inlinable @inline(__always)
  static func of(_ vectors: InlineArray<16, Lanes>) -> Lanes {
    let a = quarterSums(vectors[0], vectors[1], vectors[2], vectors[3])
    let b = quarterSums(vectors[4], vectors[5], vectors[6], vectors[7])
    let c = quarterSums(vectors[8], vectors[9], vectors[10], vectors[11])
    let d = quarterSums(vectors[12], vectors[13], vectors[14], vectors[15])
    let ab = lowHalves(a, b) + highHalves(a, b)
    let cd = lowHalves(c, d) + highHalves(c, d)
    return evenQuarters(ab, cd) + oddQuarters(ab, cd)
  }

  /// In each quarter of the result: the sums over that quarter of `a`, `b`, `c` and `d`.
  @inlinable @inline(__always)
  static func quarterSums(_ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes) -> Lanes {
    let ab = firstLanes(a, b) + lastLanes(a, b)
    let cd = firstLanes(c, d) + lastLanes(c, d)
    return firstPairs(ab, cd) + lastPairs(ab, cd)
  }

  // MARK: Laying lanes side by side

  /// The first two lanes of each quarter, those of `x` and `y` in turn.
  @inlinable @inline(__always)
  static func firstLanes(_ x: Lanes, _ y: Lanes) -> Lanes {
    Lanes(
      x[0], y[0], x[1], y[1], x[4], y[4], x[5], y[5],
      x[8], y[8], x[9], y[9], x[12], y[12], x[13], y[13])
  }

  /// The last two lanes of each quarter, those of `x` and `y` in turn.
  @inlinable @inline(__always)
  static func lastLanes(_ x: Lanes, _ y: Lanes) -> Lanes {
    Lanes(
      x[2], y[2], x[3], y[3], x[6], y[6], x[7], y[7],
      x[10], y[10], x[11], y[11], x[14], y[14], x[15], y[15])
  }

  // From here on lanes move in pairs. As pairs, and not as floats, they also keep the compiler from
  // looking through the additions and picking every lane from four vectors.

  @inlinable @inline(__always)
  static func pairs(
    _ x: Lanes, _ y: Lanes,
    _ order: (_ x: SIMD8<UInt64>, _ y: SIMD8<UInt64>) -> SIMD8<UInt64>
  ) -> Lanes {
    let (x, y) = unsafe (
      unsafeBitCast(x, to: SIMD8<UInt64>.self), unsafeBitCast(y, to: SIMD8<UInt64>.self)
    )
    return unsafe unsafeBitCast(order(x, y), to: Lanes.self)
  }

  /// The first pair of each quarter, those of `x` and `y` in turn.
  @inlinable @inline(__always)
  static func firstPairs(_ x: Lanes, _ y: Lanes) -> Lanes {
    pairs(x, y) { SIMD8($0[0], $1[0], $0[2], $1[2], $0[4], $1[4], $0[6], $1[6]) }
  }

  /// The last pair of each quarter, those of `x` and `y` in turn.
  @inlinable @inline(__always)
  static func lastPairs(_ x: Lanes, _ y: Lanes) -> Lanes {
    pairs(x, y) { SIMD8($0[1], $1[1], $0[3], $1[3], $0[5], $1[5], $0[7], $1[7]) }
  }

  @inlinable @inline(__always)
  static func lowHalves(_ x: Lanes, _ y: Lanes) -> Lanes {
    pairs(x, y) { SIMD8($0[0], $0[1], $0[2], $0[3], $1[0], $1[1], $1[2], $1[3]) }
  }

  @inlinable @inline(__always)
  static func highHalves(_ x: Lanes, _ y: Lanes) -> Lanes {
    pairs(x, y) { SIMD8($0[4], $0[5], $0[6], $0[7], $1[4], $1[5], $1[6], $1[7]) }
  }

  @inlinable @inline(__always)
  static func evenQuarters(_ x: Lanes, _ y: Lanes) -> Lanes {
    pairs(x, y) { SIMD8($0[0], $0[1], $0[4], $0[5], $1[0], $1[1], $1[4], $1[5]) }
  }

  @inlinable @inline(__always)
  static func oddQuarters(_ x: Lanes, _ y: Lanes) -> Lanes {
    pairs(x, y) { SIMD8($0[2], $0[3], $0[6], $0[7], $1[2], $1[3], $1[6], $1[7]) }
  }
}

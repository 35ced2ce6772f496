/// F(6 × 6, 3 × 3), by the points 0, ±1, ±2, ±½ and ∞: five times fewer products than the direct sum.
@frozen
public enum SixOutputs: WinogradScheme {
  /// Bᵀ.
  @frozen
  public enum Input: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 8 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 8 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3) = (x(0), x(1), x(2), x(3))
      let (x4, x5, x6, x7) = (x(4), x(5), x(6), x(7))
      let ends = Lanes(repeating: 21 / 4)
      y(0, Set.lanesMultiplyAdd(ends, x4 - x2, x0 - x6))
      let middle = Lanes(repeating: -17 / 4)
      let even1 = Set.lanesMultiplyAdd(middle, x4, x2 + x6)
      let odd1 = Set.lanesMultiplyAdd(middle, x3, x1 + x5)
      y(1, even1 + odd1)
      y(2, even1 - odd1)
      let even2 = Set.lanesMultiplyAdd(
        Lanes(repeating: 1 / 4), x2, Set.lanesMultiplyAdd(Lanes(repeating: -5 / 4), x4, x6))
      let threeOdd = Lanes(repeating: -5 / 2) * x3
      let odd2 = Set.lanesMultiplyAdd(
        Lanes(repeating: 1 / 2), x1, Set.lanesMultiplyAdd(Lanes(repeating: 2), x5, threeOdd))
      y(3, even2 + odd2)
      y(4, even2 - odd2)
      let even3 = Set.lanesMultiplyAdd(
        Lanes(repeating: 4), x2, Set.lanesMultiplyAdd(Lanes(repeating: -5), x4, x6))
      let odd3 = Set.lanesMultiplyAdd(
        Lanes(repeating: 2), x1, Set.lanesMultiplyAdd(Lanes(repeating: 1 / 2), x5, threeOdd))
      y(5, even3 + odd3)
      y(6, even3 - odd3)
      y(7, Set.lanesMultiplyAdd(ends, x3 - x5, x7 - x1))
    }
  }

  /// Aᵀ.
  @frozen
  public enum Output: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 8 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 6 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      powers(set, count: outputs, x, y)
    }
  }

  /// A.
  @frozen
  public enum OutputAdjoint: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 6 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 8 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3, x4, x5) = (x(0), x(1), x(2), x(3), x(4), x(5))
      y(0, x0)
      let (even1, odd1) = (x0 + x2 + x4, x1 + x3 + x5)
      y(1, even1 + odd1)
      y(2, even1 - odd1)
      let (even2, odd2) = (
        polynomial(set, 4, x0, x2, x4), polynomial(set, 4, x1, x3, x5)
      )
      y(3, Set.lanesMultiplyAdd(Lanes(repeating: 2), odd2, even2))
      y(4, Set.lanesMultiplyAdd(Lanes(repeating: -2), odd2, even2))
      let (even3, odd3) = (
        polynomial(set, 1 / 4, x0, x2, x4), polynomial(set, 1 / 4, x1, x3, x5)
      )
      y(5, Set.lanesMultiplyAdd(Lanes(repeating: 1 / 2), odd3, even3))
      y(6, Set.lanesMultiplyAdd(Lanes(repeating: -1 / 2), odd3, even3))
      y(7, x5)
    }
  }

  /// G.
  @frozen
  public enum Weight: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 3 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 8 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2) = (x(0), x(1), x(2))
      y(0, x0)
      let (even1, ninth) = (x0 + x2, Lanes(repeating: -2 / 9))
      y(1, (even1 + x1) * ninth)
      y(2, (even1 - x1) * ninth)
      let even2 = Set.lanesMultiplyAdd(Lanes(repeating: 4), x2, x0)
      let ninetieth = Lanes(repeating: 1 / 90)
      y(3, Set.lanesMultiplyAdd(Lanes(repeating: 2), x1, even2) * ninetieth)
      y(4, Set.lanesMultiplyAdd(Lanes(repeating: -2), x1, even2) * ninetieth)
      let even3 = Set.lanesMultiplyAdd(Lanes(repeating: 1 / 4), x2, x0)
      let part = Lanes(repeating: 32 / 45)
      y(5, Set.lanesMultiplyAdd(Lanes(repeating: 1 / 2), x1, even3) * part)
      y(6, Set.lanesMultiplyAdd(Lanes(repeating: -1 / 2), x1, even3) * part)
      y(7, x2)
    }
  }

  /// Gᵀ.
  @frozen
  public enum WeightAdjoint: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 8 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 3 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let x0 = x(0)
      let (sum1, difference1) = sumAndDifference(x(1), x(2))
      let (sum2, difference2) = sumAndDifference(x(3), x(4))
      let (sum3, difference3) = sumAndDifference(x(5), x(6))
      let x7 = x(7)
      y(0, weighted(set, x0, sum1, (sum2, 1), (sum3, 4)))
      y(1, weighted(set, Lanes.zero, difference1, (difference2, 2), (difference3, 2)))
      y(2, weighted(set, x7, sum1, (sum2, 4), (sum3, 1)))
    }
  }

  /// Aᵀ by these eight points, with `count` outputs, five to seven: output i is the sum of the points' i-th powers
  /// times x, and the last one has what belongs to ∞.
  @inlinable @inline(__always)
  static func powers<Set: InstructionSet>(
    _ set: Set.Type, count: Int, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
  ) {
    let x0 = x(0)
    let (even1, odd1) = sumAndDifference(x(1), x(2))
    let (even2, odd2) = sumAndDifference(x(3), x(4))
    let (even3, odd3) = sumAndDifference(x(5), x(6))
    let x7 = x(7)
    y(0, x0 + even1 + (even2 + even3))
    y(1, scaledSum(set, 2, odd1, odd2, odd3))
    y(2, scaledSum(set, 4, even1, even2, even3))
    y(3, scaledSum(set, 8, odd1, odd2, odd3))
    let fourth = scaledSum(set, 16, even1, even2, even3)
    y(4, count == 5 ? fourth + x7 : fourth)
    if count == 5 { return }
    let fifth = scaledSum(set, 32, odd1, odd2, odd3)
    y(5, count == 6 ? fifth + x7 : fifth)
    if count == 6 { return }
    y(6, scaledSum(set, 64, even1, even2, even3) + x7)
  }

  @inlinable @inline(__always)
  static func sumAndDifference(_ a: Lanes, _ b: Lanes) -> (Lanes, Lanes) { (a + b, a - b) }

  /// first + power · second + third / power.
  @inlinable @inline(__always)
  static func scaledSum<Set: InstructionSet>(
    _ set: Set.Type, _ power: Float, _ first: Lanes, _ second: Lanes, _ third: Lanes
  ) -> Lanes {
    Set.lanesMultiplyAdd(
      Lanes(repeating: power), second,
      Set.lanesMultiplyAdd(Lanes(repeating: 1 / power), third, first))
  }

  /// first + square · second + square² · third.
  @inlinable @inline(__always)
  static func polynomial<Set: InstructionSet>(
    _ set: Set.Type, _ square: Float, _ first: Lanes, _ second: Lanes, _ third: Lanes
  ) -> Lanes {
    let square = Lanes(repeating: square)
    return Set.lanesMultiplyAdd(square, Set.lanesMultiplyAdd(square, third, second), first)
  }

  /// first + a · −2/9 + b · 1/90 + c · 8/45, b and c times their powers of two.
  @inlinable @inline(__always)
  static func weighted<Set: InstructionSet>(
    _ set: Set.Type, _ first: Lanes, _ a: Lanes, _ b: (Lanes, Float), _ c: (Lanes, Float)
  ) -> Lanes {
    Set.lanesMultiplyAdd(
      Lanes(repeating: c.1 * 8 / 45), c.0,
      Set.lanesMultiplyAdd(
        Lanes(repeating: b.1 / 90), b.0,
        Set.lanesMultiplyAdd(Lanes(repeating: -2 / 9), a, first)))
  }
}

/// F(7 × 7, 2 × 2), by the points 0, ±1, ±2, ±½ and ∞.
@frozen
public enum SevenOutputsOfTwoTaps: WinogradScheme {
  /// Bᵀ, which depends on the points alone.
  public typealias Input = SixOutputs.Input

  /// Aᵀ.
  @frozen
  public enum Output: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 8 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 7 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      SixOutputs.powers(set, count: outputs, x, y)
    }
  }

  /// A.
  @frozen
  public enum OutputAdjoint: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 7 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 8 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3, x4, x5, x6) = (x(0), x(1), x(2), x(3), x(4), x(5), x(6))
      y(0, x0)
      let (even1, odd1) = (x0 + x2 + x4 + x6, x1 + x3 + x5)
      y(1, even1 + odd1)
      y(2, even1 - odd1)
      let four = Lanes(repeating: 4)
      let even2 = Set.lanesMultiplyAdd(
        four, SixOutputs.polynomial(set, 4, x2, x4, x6), x0)
      let odd2 = SixOutputs.polynomial(set, 4, x1, x3, x5)
      y(3, Set.lanesMultiplyAdd(Lanes(repeating: 2), odd2, even2))
      y(4, Set.lanesMultiplyAdd(Lanes(repeating: -2), odd2, even2))
      let fourth = Lanes(repeating: 1 / 4)
      let even3 = Set.lanesMultiplyAdd(
        fourth, SixOutputs.polynomial(set, 1 / 4, x2, x4, x6), x0)
      let odd3 = SixOutputs.polynomial(set, 1 / 4, x1, x3, x5)
      y(5, Set.lanesMultiplyAdd(Lanes(repeating: 1 / 2), odd3, even3))
      y(6, Set.lanesMultiplyAdd(Lanes(repeating: -1 / 2), odd3, even3))
      y(7, x6)
    }
  }

  /// G.
  @frozen
  public enum Weight: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 2 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 8 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1) = (x(0), x(1))
      y(0, x0)
      let ninth = Lanes(repeating: -2 / 9)
      y(1, (x0 + x1) * ninth)
      y(2, (x0 - x1) * ninth)
      let ninetieth = Lanes(repeating: 1 / 90)
      y(3, Set.lanesMultiplyAdd(Lanes(repeating: 2), x1, x0) * ninetieth)
      y(4, Set.lanesMultiplyAdd(Lanes(repeating: -2), x1, x0) * ninetieth)
      let part = Lanes(repeating: 32 / 45)
      y(5, Set.lanesMultiplyAdd(Lanes(repeating: 1 / 2), x1, x0) * part)
      y(6, Set.lanesMultiplyAdd(Lanes(repeating: -1 / 2), x1, x0) * part)
      y(7, x1)
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
    public static var outputs: Int { 2 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let x0 = x(0)
      let (sum1, difference1) = SixOutputs.sumAndDifference(x(1), x(2))
      let (sum2, difference2) = SixOutputs.sumAndDifference(x(3), x(4))
      let (sum3, difference3) = SixOutputs.sumAndDifference(x(5), x(6))
      let x7 = x(7)
      y(0, SixOutputs.weighted(set, x0, sum1, (sum2, 1), (sum3, 4)))
      y(1, SixOutputs.weighted(set, x7, difference1, (difference2, 2), (difference3, 2)))
    }
  }
}

/// F(4 × 4, 2 × 2), by the points 0, ±1, 2 and ∞.
@frozen
public enum FourOutputsOfTwoTaps: WinogradScheme {
  /// Bᵀ, which depends on the points alone.
  public typealias Input = ThreeOutputs.Input

  /// Aᵀ.
  @frozen
  public enum Output: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 5 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 4 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3, x4) = (x(0), x(1), x(2), x(3), x(4))
      let (even, odd) = (x1 + x2, x1 - x2)
      y(0, x0 + even + x3)
      y(1, Set.lanesMultiplyAdd(Lanes(repeating: 2), x3, odd))
      y(2, Set.lanesMultiplyAdd(Lanes(repeating: 4), x3, even))
      y(3, Set.lanesMultiplyAdd(Lanes(repeating: 8), x3, odd) + x4)
    }
  }

  /// A.
  @frozen
  public enum OutputAdjoint: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 4 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 5 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3) = (x(0), x(1), x(2), x(3))
      y(0, x0)
      let (even, odd) = (x0 + x2, x1 + x3)
      y(1, even + odd)
      y(2, even - odd)
      let four = Lanes(repeating: 4)
      y(
        3,
        Set.lanesMultiplyAdd(
          Lanes(repeating: 2), Set.lanesMultiplyAdd(four, x3, x1),
          Set.lanesMultiplyAdd(four, x2, x0)))
      y(4, x3)
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
    public static var outputs: Int { 5 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1) = (x(0), x(1))
      let sixth = Lanes(repeating: 1 / 6)
      y(0, x0 * Lanes(repeating: 0.5))
      y(1, (x0 + x1) * Lanes(repeating: -0.5))
      y(2, (x1 - x0) * sixth)
      y(3, Set.lanesMultiplyAdd(Lanes(repeating: 2), x1, x0) * sixth)
      y(4, x1)
    }
  }

  /// Gᵀ.
  @frozen
  public enum WeightAdjoint: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 5 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 2 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3, x4) = (x(0), x(1), x(2), x(3), x(4))
      let (half, sixth) = (Lanes(repeating: 0.5), Lanes(repeating: 1 / 6))
      y(0, Set.lanesMultiplyAdd(x3 - x2, sixth, (x0 - x1) * half))
      y(
        1,
        Set.lanesMultiplyAdd(
          Set.lanesMultiplyAdd(Lanes(repeating: 2), x3, x2), sixth,
          Set.lanesMultiplyAdd(Lanes.zero - x1, half, x4)))
    }
  }
}

/// F(2 × 2, 3 × 3), by the points 0, 1, −1 and ∞: 2.25 times fewer products than the direct sum.
@frozen
public enum TwoOutputs: WinogradScheme {
  /// Bᵀ.
  @frozen
  public enum Input: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 4 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 4 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3) = (x(0), x(1), x(2), x(3))
      y(0, x0 - x2)
      y(1, x1 + x2)
      y(2, x2 - x1)
      y(3, x1 - x3)
    }
  }

  /// Aᵀ.
  @frozen
  public enum Output: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 4 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 2 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3) = (x(0), x(1), x(2), x(3))
      y(0, x0 + x1 + x2)
      y(1, x1 - x2 - x3)
    }
  }

  /// A.
  @frozen
  public enum OutputAdjoint: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 2 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 4 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1) = (x(0), x(1))
      y(0, x0)
      y(1, x0 + x1)
      y(2, x0 - x1)
      y(3, Lanes.zero - x1)
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
    public static var outputs: Int { 4 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2) = (x(0), x(1), x(2))
      let ends = x0 + x2
      y(0, x0)
      y(1, (ends + x1) * Lanes(repeating: 0.5))
      y(2, (ends - x1) * Lanes(repeating: 0.5))
      y(3, x2)
    }
  }

  /// Gᵀ.
  @frozen
  public enum WeightAdjoint: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 4 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 3 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3) = (x(0), x(1), x(2), x(3))
      let half = Lanes(repeating: 0.5)
      let sum = x1 + x2
      y(0, Set.lanesMultiplyAdd(half, sum, x0))
      y(1, half * (x1 - x2))
      y(2, Set.lanesMultiplyAdd(half, sum, x3))
    }
  }
}

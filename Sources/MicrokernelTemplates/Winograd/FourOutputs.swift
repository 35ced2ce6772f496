/// F(4 × 4, 3 × 3), by the points 0, ±1, ±2 and ∞: four times fewer products than the direct sum.
///
/// What others put into G as factors, 1/4, 1/6 and 1/24, is in Bᵀ here: inputs are transformed once for all
/// columns, weights sometimes at every call.
@frozen
public enum FourOutputs: WinogradScheme {
  /// Bᵀ.
  @frozen
  public enum Input: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 6 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 6 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3, x4, x5) = (x(0), x(1), x(2), x(3), x(4), x(5))
      let (twoThirds, sixth) = (Lanes(repeating: 2 / 3), Lanes(repeating: -1 / 6))
      y(
        0,
        Set.lanesMultiplyAdd(
          Lanes(repeating: 0.25), x4, Set.lanesMultiplyAdd(Lanes(repeating: -1.25), x2, x0)))
      let even1 = Set.lanesMultiplyAdd(twoThirds, x2, x4 * sixth)
      let odd1 = Set.lanesMultiplyAdd(twoThirds, x1, x3 * sixth)
      y(1, even1 + odd1)
      y(2, even1 - odd1)
      let (even2, odd2) = ((x4 - x2) * Lanes(repeating: 1 / 24), x3 - x1)
      y(3, Set.lanesMultiplyAdd(Lanes(repeating: 1 / 12), odd2, even2))
      y(4, Set.lanesMultiplyAdd(Lanes(repeating: -1 / 12), odd2, even2))
      y(
        5,
        Set.lanesMultiplyAdd(
          Lanes(repeating: 4), x1, Set.lanesMultiplyAdd(Lanes(repeating: -5), x3, x5)))
    }
  }

  /// Aᵀ.
  @frozen
  public enum Output: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 6 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 4 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3, x4, x5) = (x(0), x(1), x(2), x(3), x(4), x(5))
      let (even1, odd1) = (x1 + x2, x1 - x2)
      let (even2, odd2) = (x3 + x4, x3 - x4)
      y(0, x0 + even1 + even2)
      y(1, Set.lanesMultiplyAdd(Lanes(repeating: 2), odd2, odd1))
      y(2, Set.lanesMultiplyAdd(Lanes(repeating: 4), even2, even1))
      y(3, Set.lanesMultiplyAdd(Lanes(repeating: 8), odd2, odd1) + x5)
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
    public static var outputs: Int { 6 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3) = (x(0), x(1), x(2), x(3))
      y(0, x0)
      let (even1, odd1) = (x0 + x2, x1 + x3)
      y(1, even1 + odd1)
      y(2, even1 - odd1)
      let even2 = Set.lanesMultiplyAdd(Lanes(repeating: 4), x2, x0)
      let odd2 = Set.lanesMultiplyAdd(Lanes(repeating: 4), x3, x1)
      y(3, Set.lanesMultiplyAdd(Lanes(repeating: 2), odd2, even2))
      y(4, Set.lanesMultiplyAdd(Lanes(repeating: -2), odd2, even2))
      y(5, x3)
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
    public static var outputs: Int { 6 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      apply(x(0), x(1), x(2), y)
    }

    /// Applies the map to vectors of any width.
    @inlinable @inline(__always)
    static func apply<Vector: SIMD>(
      _ x0: Vector, _ x1: Vector, _ x2: Vector, _ y: (Int, Vector) -> Void
    ) where Vector.Scalar == Float {
      y(0, x0)
      let even1 = x0 + x2
      y(1, even1 + x1)
      y(2, even1 - x1)
      // Doubled by additions, which have units of their own where multiply-adds are what all waits for.
      let (twice1, twice2) = (x1 + x1, x2 + x2)
      let even2 = twice2 + twice2 + x0
      y(3, even2 + twice1)
      y(4, even2 - twice1)
      y(5, x2)
    }

    /// Applies the map with few operations, to the same bits: doubling is exact.
    @inlinable @inline(__always)
    static func applyFused<Set: InstructionSet>(
      _ set: Set.Type, _ x0: Lanes, _ x1: Lanes, _ x2: Lanes, _ y: (Int, Lanes) -> Void
    ) {
      y(0, x0)
      let even1 = x0 + x2
      y(1, even1 + x1)
      y(2, even1 - x1)
      let even2 = Set.lanesMultiplyAdd(Lanes(repeating: 4), x2, x0)
      y(3, Set.lanesMultiplyAdd(Lanes(repeating: 2), x1, even2))
      y(4, Set.lanesMultiplyAdd(Lanes(repeating: -2), x1, even2))
      y(5, x2)
    }
  }

  /// Gᵀ.
  @frozen
  public enum WeightAdjoint: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 6 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 3 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3, x4, x5) = (x(0), x(1), x(2), x(3), x(4), x(5))
      let (even1, even2) = (x1 + x2, x3 + x4)
      y(0, x0 + even1 + even2)
      y(1, Set.lanesMultiplyAdd(Lanes(repeating: 2), x3 - x4, x1 - x2))
      y(2, Set.lanesMultiplyAdd(Lanes(repeating: 4), even2, even1) + x5)
    }
  }
}

/// F(3 × 3, 3 × 3), by the points 0, ±1, 2 and ∞: 3.24 times fewer products than the direct sum.
@frozen
public enum ThreeOutputs: WinogradScheme {
  /// Bᵀ.
  @frozen
  public enum Input: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 5 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 5 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3, x4) = (x(0), x(1), x(2), x(3), x(4))
      let odd = x3 - x1
      y(0, Set.lanesMultiplyAdd(Lanes(repeating: 2), x0 - x2, odd))
      y(1, odd - (x1 + x2))
      y(2, Set.lanesMultiplyAdd(Lanes(repeating: 3), x1 - x2, odd))
      y(3, odd)
      y(4, Set.lanesMultiplyAdd(Lanes(repeating: -2), odd, x4 - x2))
    }
  }

  /// Aᵀ.
  @frozen
  public enum Output: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 5 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 3 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3, x4) = (x(0), x(1), x(2), x(3), x(4))
      let (even, odd) = (x1 + x2, x1 - x2)
      y(0, x0 + even + x3)
      y(1, Set.lanesMultiplyAdd(Lanes(repeating: 2), x3, odd))
      y(2, Set.lanesMultiplyAdd(Lanes(repeating: 4), x3, even) + x4)
    }
  }

  /// A.
  @frozen
  public enum OutputAdjoint: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 3 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 5 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2) = (x(0), x(1), x(2))
      y(0, x0)
      let even = x0 + x2
      y(1, even + x1)
      y(2, even - x1)
      y(3, atTwo(set, x0, x1, x2))
      y(4, x2)
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
    public static var outputs: Int { 5 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2) = (x(0), x(1), x(2))
      y(0, x0 * Lanes(repeating: 0.5))
      let even = x0 + x2
      y(1, (even + x1) * Lanes(repeating: -0.5))
      y(2, (even - x1) * Lanes(repeating: -1 / 6))
      y(3, atTwo(set, x0, x1, x2) * Lanes(repeating: 1 / 6))
      y(4, x2)
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
    public static var outputs: Int { 3 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let (x0, x1, x2, x3, x4) = (x(0), x(1), x(2), x(3), x(4))
      let (half, sixth) = (Lanes(repeating: -0.5), Lanes(repeating: 1 / 6))
      let one = x1 * half
      y(0, Set.lanesMultiplyAdd(x3 - x2, sixth, Set.lanesMultiplyAdd(Lanes.zero - x0, half, one)))
      y(1, Set.lanesMultiplyAdd(Set.lanesMultiplyAdd(Lanes(repeating: 2), x3, x2), sixth, one))
      y(
        2,
        Set.lanesMultiplyAdd(
          Set.lanesMultiplyAdd(Lanes(repeating: 4), x3, Lanes.zero - x2), sixth, one) + x4)
    }
  }

  /// The polynomial x0 + x1 · t + x2 · t² at the point t = 2.
  @inlinable @inline(__always)
  static func atTwo<Set: InstructionSet>(
    _ set: Set.Type, _ x0: Lanes, _ x1: Lanes, _ x2: Lanes
  ) -> Lanes {
    let two = Lanes(repeating: 2)
    return Set.lanesMultiplyAdd(two, Set.lanesMultiplyAdd(two, x2, x1), x0)
  }
}

/// F(5, 4) along one axis, by the points 0, ±1, ±2, ±½ and ∞; its inputs' map is that of ``SixOutputs``.
@frozen
public enum FiveOutputsOfFourTaps {
  /// Aᵀ.
  @frozen
  public enum Output: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 8 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 5 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let x0 = x(0)
      let (even1, odd1) = SixOutputs.sumAndDifference(x(1), x(2))
      let (even2, odd2) = SixOutputs.sumAndDifference(x(3), x(4))
      let (even3, odd3) = SixOutputs.sumAndDifference(x(5), x(6))
      let x7 = x(7)
      y(0, x0 + even1 + (even2 + even3))
      y(1, SixOutputs.scaledSum(set, 2, odd1, odd2, odd3))
      y(2, SixOutputs.scaledSum(set, 4, even1, even2, even3))
      y(3, SixOutputs.scaledSum(set, 8, odd1, odd2, odd3))
      y(4, SixOutputs.scaledSum(set, 16, even1, even2, even3) + x7)
    }
  }

  /// G: for each point what each tap is multiplied with.
  public static let weight: [[Float]] = [
    [1, 0, 0, 0],
    [-2 / 9, -2 / 9, -2 / 9, -2 / 9],
    [-2 / 9, 2 / 9, -2 / 9, 2 / 9],
    [1 / 90, 1 / 45, 2 / 45, 4 / 45],
    [1 / 90, -1 / 45, 2 / 45, -4 / 45],
    [32 / 45, 16 / 45, 8 / 45, 4 / 45],
    [32 / 45, -16 / 45, 8 / 45, -4 / 45],
    [0, 0, 0, 1],
  ]
}

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
      SixOutputs.powers(set, count: outputs, x, y)
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

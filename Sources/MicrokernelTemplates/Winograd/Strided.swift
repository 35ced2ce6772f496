/// A convolution of 3 × 3 by stride 2, made of a scheme F(m × m, 2 × 2) of stride 1.
///
/// Along an axis the inputs at even places meet the weights' ends alone, a convolution of two taps by stride 1,
/// and those at odd places meet the weight in the middle, which takes a plain product each:
///
///     y[i] = (g[0] · x[2 i] + g[2] · x[2 i + 2]) + g[1] · x[2 i + 1]
///
/// The points are those of the even places first, then the m odd places. All of the latter are multiplied with
/// the same weight, so that transformed weights have m + 2 points and everything else 2 m + 1.
@frozen
public enum Strided<Even: WinogradScheme>: WinogradScheme {
  /// Inputs from an output to the next.
  @inlinable @inline(__always)
  public static var stride: Int { 2 }

  /// Bᵀ.
  @frozen
  public enum Input: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 2 &* Even.outputs &+ 1 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 2 &* Even.outputs &+ 1 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      Even.Input.apply(set) {
        x(2 &* $0)
      } _: {
        y($0, $1)
      }
      for i in 0..<Even.outputs {
        y(Even.outputs &+ 1 &+ i, x(2 &* i &+ 1))
      }
    }
  }

  /// Aᵀ.
  @frozen
  public enum Output: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { 2 &* Even.outputs &+ 1 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { Even.outputs }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      Even.Output.apply(set, x) { i, lanes in
        y(i, lanes + x(Even.outputs &+ 1 &+ i))
      }
    }
  }

  /// A.
  @frozen
  public enum OutputAdjoint: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { Even.outputs }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 2 &* Even.outputs &+ 1 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      Even.OutputAdjoint.apply(set, x, y)
      for i in 0..<Even.outputs {
        y(Even.outputs &+ 1 &+ i, x(i))
      }
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
    public static var outputs: Int { Even.outputs &+ 2 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      Even.Weight.apply(set) {
        x(2 &* $0)
      } _: {
        y($0, $1)
      }
      y(Even.outputs &+ 1, x(1))
    }
  }

  /// Gᵀ.
  @frozen
  public enum WeightAdjoint: LinearMap {
    /// Elements of x.
    @inlinable @inline(__always)
    public static var inputs: Int { Even.outputs &+ 2 }
    /// Elements of y.
    @inlinable @inline(__always)
    public static var outputs: Int { 3 }

    /// Applies the map.
    @inlinable @inline(__always)
    public static func apply<Set: InstructionSet>(
      _ set: Set.Type, _ x: (Int) -> Lanes, _ y: (Int, Lanes) -> Void
    ) {
      let middle = x(Even.outputs &+ 1)
      Even.WeightAdjoint.apply(set, x) { i, lanes in
        y(2 &* i, lanes)
        if i == 0 { y(1, middle) }
      }
    }
  }
}

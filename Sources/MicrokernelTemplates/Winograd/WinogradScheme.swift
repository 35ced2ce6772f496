/// One of Winograd's minimal filtering algorithms F(m × m, 3 × 3) (Winograd 1980; Lavin, Gray 2016), or what
/// ``Strided`` makes one by stride 2 of.
///
/// A square of m × m outputs takes (m + 2)² products instead of 9 m²: with d the square of (m + 2)² inputs
/// they depend on and g the weights,
///
///     Y = Aᵀ · [ (G · g · Gᵀ) ⊙ (Bᵀ · d · B) ] · A
///
/// Summed over input channels, each of the (m + 2)² positions of ⊙ is a matrix product of its own. The
/// gradient by the weights is the adjoint of this: Gᵀ · [ Σ (Bᵀ · d · B) ⊙ (A · dY · Aᵀ) ] · G.
public protocol WinogradScheme {
  /// Inputs from an output to the next along one axis.
  static var stride: Int { get }
  /// Bᵀ: inputs to points.
  associatedtype Input: LinearMap
  /// Aᵀ: points to outputs.
  associatedtype Output: LinearMap
  /// A: outputs to points.
  associatedtype OutputAdjoint: LinearMap
  /// G: weights to points.
  associatedtype Weight: LinearMap
  /// Gᵀ: points to weights.
  associatedtype WeightAdjoint: LinearMap
}

extension WinogradScheme {
  /// 1, as in most schemes.
  @inlinable @inline(__always)
  public static var stride: Int { 1 }

  /// m.
  @inlinable @inline(__always)
  static var outputs: Int { Output.outputs }

  /// m + 2, or more than that by stride 2.
  @inlinable @inline(__always)
  static var points: Int { Input.outputs }

  /// m + 2: points that are multiplied with the same weights count once.
  @inlinable @inline(__always)
  static var weightPoints: Int { Weight.outputs }
}

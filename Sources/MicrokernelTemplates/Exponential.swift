/// eˣ and tanh on sixteen lanes, within a few units in the last place.
///
/// Polynomials and range reduction as in Cephes (`expf`, `tanhf`; S. L. Moshier).
@frozen
public enum Exponential<Set: InstructionSet> {
  /// eˣ; 0 below −87.3, and the value at 88 above 88.
  @inlinable @inline(__always)
  static func exponential(_ x: Lanes) -> Lanes {
    let isTiny = x .< -87.336_54
    let limited = Set.chosen(Set.lesser(x, Lanes(repeating: 88)), .zero, where: isTiny)
    // Adding 1.5 × 2²³ leaves the nearest integer of x / ln 2 in the low bits.
    let magic = Lanes(repeating: 12_582_912)
    let shifted = Set.lanesMultiplyAdd(limited, Lanes(repeating: 1.442_695_04), magic)
    let power = shifted - magic
    // x − power · ln 2, with ln 2 in two parts so that no digit is lost.
    var rest = Set.lanesMultiplyAdd(power, Lanes(repeating: -0.693_359_375), limited)
    rest = Set.lanesMultiplyAdd(power, Lanes(repeating: 2.121_944_4e-4), rest)
    var sum = Lanes(repeating: 1.987_569_15e-4)
    sum = Set.lanesMultiplyAdd(sum, rest, Lanes(repeating: 1.398_199_95e-3))
    sum = Set.lanesMultiplyAdd(sum, rest, Lanes(repeating: 8.333_451_9e-3))
    sum = Set.lanesMultiplyAdd(sum, rest, Lanes(repeating: 4.166_579_6e-2))
    sum = Set.lanesMultiplyAdd(sum, rest, Lanes(repeating: 1.666_666_5e-1))
    sum = Set.lanesMultiplyAdd(sum, rest, Lanes(repeating: 0.5))
    sum = Set.lanesMultiplyAdd(sum, rest * rest, rest + 1)
    let exponent = unsafe unsafeBitCast(shifted, to: SIMD16<UInt32>.self) &<< 23
    let scale = unsafe unsafeBitCast(exponent &+ (127 << 23), to: Lanes.self)
    return Set.chosen(sum * scale, .zero, where: isTiny)
  }

  /// tanh x, where ±0 and not-a-number stay.
  @inlinable @inline(__always)
  static func hyperbolicTangent(_ x: Lanes) -> Lanes {
    let magnitude = x.replacing(with: -x, where: x .< 0)
    // |x| ≥ 0.625: 1 − 2 / (e²ˣ + 1). Beyond 10 that is 1 in single precision.
    let limited = magnitude.replacing(with: 10, where: magnitude .> 10)
    let far = 1 - 2 / (exponential(limited + limited) + 1)
    let signed = far.replacing(with: -far, where: x .< 0)
    // Else an odd polynomial.
    let square = x * x
    var sum = Lanes(repeating: -5.704_988_7e-3)
    sum = Set.lanesMultiplyAdd(sum, square, Lanes(repeating: 2.063_908_9e-2))
    sum = Set.lanesMultiplyAdd(sum, square, Lanes(repeating: -5.373_971_6e-2))
    sum = Set.lanesMultiplyAdd(sum, square, Lanes(repeating: 1.333_144_2e-1))
    sum = Set.lanesMultiplyAdd(sum, square, Lanes(repeating: -3.333_328_2e-1))
    let near = Set.lanesMultiplyAdd(sum * square, x, x)
    // What is not above 0 is ±0, whose sign the polynomial loses, or not a number.
    let isAboveZero = magnitude .> 0
    return near.replacing(with: signed, where: magnitude .>= 0.625).replacing(
      with: x, where: .!isAboveZero)
  }

  /// `y` = softmax of one row `x`: eˣ⁻ᵐᵃˣ over its sum.
  @inlinable @inline(__always)
  public static func softmax(
    _ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) {
    var largest = Lanes(repeating: -.infinity)
    forEachRun(count) { index, count in
      let lanes = unsafe x.lanes(index, count, filler: -.infinity)
      largest = largest.replacing(with: lanes, where: largest .< lanes)
    }
    let maximum = Lanes(repeating: largest.max())
    unsafe ElementWise<Set>.map(count, x, y) { exponential($0 - maximum) }
    var total = Lanes.zero
    let exponentials = unsafe UnsafePointer(y)
    forEachRun(count) { index, count in
      unsafe total += exponentials.lanes(index, count)
    }
    unsafe ElementWise<Set>.scale(count, exponentials, 1 / total.treeSum(), y)
  }
}

/// Kernels that look at each element by itself, sixteen at a time.
@frozen
public enum ElementWise<Set: InstructionSet> {
  /// `y` = `f(x)`.
  @inlinable @inline(__always)
  static func map(
    _ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    _ f: (Lanes) -> Lanes
  ) {
    forEachRun(count) { index, count in
      unsafe y.store(f(x.lanes(index, count)), index, count)
    }
  }

  /// `y` = `f(a, b)`; `y` may be `a` or `b`.
  @inlinable @inline(__always)
  static func zip(
    _ count: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>, _ f: (Lanes, Lanes) -> Lanes
  ) {
    forEachRun(count) { index, count in
      unsafe y.store(f(a.lanes(index, count), b.lanes(index, count)), index, count)
    }
  }

  /// `y` = `x` where not negative, else `leak` × `x`.
  ///
  /// A `leak` of 0 gives +0, for −∞ too; not-a-number stays.
  @inlinable @inline(__always)
  public static func rectify(
    _ count: Int, _ x: UnsafePointer<Float>, _ leak: Float, _ y: UnsafeMutablePointer<Float>
  ) {
    // Not −∞ × 0, which is not a number.
    if leak == 0 {
      unsafe map(count, x, y) { $0.replacing(with: 0, where: $0 .< 0) }
    } else {
      unsafe map(count, x, y) { $0.replacing(with: $0 * leak, where: $0 .< 0) }
    }
  }

  /// `y` = `gradient` where `output` is positive, else `leak` × `gradient`.
  @inlinable @inline(__always)
  public static func rectifierGradient(
    _ count: Int, _ gradient: UnsafePointer<Float>, _ output: UnsafePointer<Float>,
    _ leak: Float, _ y: UnsafeMutablePointer<Float>
  ) {
    if leak == 0 {
      unsafe zip(count, gradient, output, y) { g, out in
        Lanes.zero.replacing(with: g, where: out .> 0)
      }
    } else {
      unsafe zip(count, gradient, output, y) { g, out in
        (g * leak).replacing(with: g, where: out .> 0)
      }
    }
  }

  /// `y` += `factor` × `x`.
  @inlinable @inline(__always)
  public static func addScaled(
    _ count: Int, _ x: UnsafePointer<Float>, _ factor: Float, _ y: UnsafeMutablePointer<Float>
  ) {
    let factor = Lanes(repeating: factor)
    unsafe zip(count, x, UnsafePointer(y), y) { x, y in Set.lanesMultiplyAdd(factor, x, y) }
  }

  /// `y` = `factor` × `x`.
  @inlinable @inline(__always)
  public static func scale(
    _ count: Int, _ x: UnsafePointer<Float>, _ factor: Float, _ y: UnsafeMutablePointer<Float>
  ) {
    unsafe map(count, x, y) { $0 * factor }
  }

  /// `y` = tanh(`x`).
  @inlinable @inline(__always)
  public static func hyperbolicTangent(
    _ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>
  ) {
    unsafe map(count, x, y) { Exponential<Set>.hyperbolicTangent($0) }
  }

  /// `y` = `gradient` × (1 − `output`²).
  @inlinable @inline(__always)
  public static func hyperbolicTangentGradient(
    _ count: Int, _ gradient: UnsafePointer<Float>, _ output: UnsafePointer<Float>,
    _ y: UnsafeMutablePointer<Float>
  ) {
    unsafe zip(count, gradient, output, y) { g, out in
      g * Set.lanesMultiplyAdd(-out, out, Lanes(repeating: 1))
    }
  }

  /// 0 if all elements are finite, else not a number.
  @inlinable @inline(__always)
  public static func finiteProbe(_ count: Int, _ x: UnsafePointer<Float>) -> Float {
    var probe = Lanes.zero
    forEachRun(count) { index, count in
      unsafe probe += x.lanes(index, count) * 0
    }
    return probe.treeSum()
  }

  /// One step of Adam on every element; `constants` is the step's size, β₁, 1 − β₁, β₂, 1 − β₂,
  /// 1 / √(1 − β₂ᵗ) and ε.
  ///
  /// As PyTorch: m = β₁m + (1 − β₁)g, v = β₂v + (1 − β₂)g², value −= step · m / (√v / √(1 − β₂ᵗ) + ε)
  /// with step = learning rate / (1 − β₁ᵗ).
  @inlinable @inline(__always)
  public static func adam(
    _ count: Int, _ constants: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>,
    _ firstMoment: UnsafeMutablePointer<Float>, _ secondMoment: UnsafeMutablePointer<Float>,
    _ value: UnsafeMutablePointer<Float>
  ) {
    let stepSize = unsafe constants[0]
    let (beta1, rest1) = unsafe (Lanes(repeating: constants[1]), constants[2])
    let (beta2, rest2) = unsafe (Lanes(repeating: constants[3]), constants[4])
    let rootScale = unsafe Lanes(repeating: constants[5])
    let epsilon = unsafe Lanes(repeating: constants[6])
    forEachRun(count) { index, count in
      let g = unsafe gradient.lanes(index, count)
      let m = unsafe Set.lanesMultiplyAdd(
        beta1, UnsafePointer(firstMoment).lanes(index, count), g * rest1)
      let v = unsafe Set.lanesMultiplyAdd(
        beta2, UnsafePointer(secondMoment).lanes(index, count), g * g * rest2)
      let divisor = Set.lanesMultiplyAdd(Set.lanesSquareRoot(v), rootScale, epsilon)
      let stepped = unsafe UnsafePointer(value).lanes(index, count) - m * stepSize / divisor
      unsafe value.store(stepped, index, count)
      unsafe firstMoment.store(m, index, count)
      unsafe secondMoment.store(v, index, count)
    }
  }
}

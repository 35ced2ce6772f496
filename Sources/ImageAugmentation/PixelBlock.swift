/// Eight neighbouring pixels of a view, one vector a colour, samples in 0 … 1.
struct PixelBlock {
  var red = SIMD8<Float>()
  var green = SIMD8<Float>()
  var blue = SIMD8<Float>()

  /// The largest sample of each pixel: HSV's value.
  @inline(__always)
  var largest: SIMD8<Float> { greater(greater(red, green), blue) }

  /// The smallest sample of each pixel.
  @inline(__always)
  var smallest: SIMD8<Float> { lesser(lesser(red, green), blue) }

  /// Clamps every sample to 0 … 1.
  @inline(__always)
  mutating func clampSamples() {
    red = clampedToUnit(red)
    green = clampedToUnit(green)
    blue = clampedToUnit(blue)
  }
}

// `pointwiseMin`, `pointwiseMax` and `clamped` go through scalars; a comparison and a selection
// each stay one instruction.

/// The smaller of each pair of lanes.
@inline(__always)
func lesser(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
  a.replacing(with: b, where: b .< a)
}

/// The larger of each pair of lanes.
@inline(__always)
func greater(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
  a.replacing(with: b, where: b .> a)
}

/// Each lane clamped to 0 … 1.
@inline(__always)
func clampedToUnit(_ a: SIMD8<Float>) -> SIMD8<Float> {
  lesser(greater(a, SIMD8(repeating: 0)), SIMD8(repeating: 1))
}

/// The quotient of each pair of lanes, and `fallback` where the divisor is 0.
@inline(__always)
func quotient(
  _ dividend: SIMD8<Float>, _ divisor: SIMD8<Float>, orWhereZero fallback: Float
) -> SIMD8<Float> {
  (dividend / divisor).replacing(with: fallback, where: divisor .== 0)
}

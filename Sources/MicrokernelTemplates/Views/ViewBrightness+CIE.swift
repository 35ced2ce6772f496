// L* of the two CIE spaces, with sRGB primaries and its D65 white. The powers are polynomials in
// x or in x^(1/4), so that the bits do not depend on a mathematics library: each was fitted to the
// least largest error, which is stated and far below the 1/510 of a rounded 8-bit sample.

extension ViewColors {
  /// L* of CIE L*a*b*: constant a* and b* mean that the three cube roots move alike.
  @inlinable @inline(__always)
  static func lab(_ block: inout Pixels, _ changed: Brightness) {
    let color = LinearColor(block)
    let y = labFunction(color.y)
    let lightness = 1.16 * y - 0.16
    let difference = (changed(lightness) - lightness) * Float(1 / 1.16)
    block =
      LinearColor(
        x: inverseLabFunction(labFunction(color.x * Float(1 / whiteX)) + difference) * whiteX,
        y: inverseLabFunction(y + difference),
        z: inverseLabFunction(labFunction(color.z * Float(1 / whiteZ)) + difference) * whiteZ
      ).encoded
  }

  /// L* of CIE L*u*v*: constant u* and v* mean that the chromaticity's distance from white scales
  /// inversely with the lightness.
  @inlinable @inline(__always)
  static func luv(_ block: inout Pixels, _ changed: Brightness) {
    let color = LinearColor(block)
    let lightness = 1.16 * labFunction(color.y) - 0.16
    let newLightness = changed(lightness)
    let sum = color.x + 15 * color.y + 3 * color.z
    let u = quotient(4 * color.x, sum, orWhereZero: whiteU)
    let v = quotient(9 * color.y, sum, orWhereZero: whiteV)
    // Constant chroma drives a darkened blue off the chart, where formulas change sign. No sRGB
    // colour lies below blue's own v′, so the distance from white stops growing there.
    let limit = quotient(Lanes(repeating: whiteV - blueV), whiteV - v, orWhereZero: 1)
    var ratio = quotient(lightness, newLightness, orWhereZero: 1)
    ratio = Set.chosen(ratio, lesser(ratio, limit), where: v .< whiteV)
    let newU = whiteU + (u - whiteU) * ratio
    let newV = whiteV + (v - whiteV) * ratio
    let y = inverseLabFunction((newLightness + 0.16) * Float(1 / 1.16))
    let scale = y / (4 * newV)
    block =
      LinearColor(
        x: 9 * newU * scale, y: y, z: (12 - 3 * newU - 20 * newV) * scale
      ).encoded
  }
}

extension ViewColors {
  /// Sixteen pixels as CIE XYZ, white having Y = 1.
  @frozen
  @usableFromInline
  struct LinearColor {
    @usableFromInline var x: Lanes
    @usableFromInline var y: Lanes
    @usableFromInline var z: Lanes

    @inlinable @inline(__always)
    init(x: Lanes, y: Lanes, z: Lanes) {
      self.x = x
      self.y = y
      self.z = z
    }

    @inlinable @inline(__always)
    init(_ block: Pixels) {
      let red = ViewColors.decoded(block.red)
      let green = ViewColors.decoded(block.green)
      let blue = ViewColors.decoded(block.blue)
      x = 0.412453 * red + 0.357580 * green + 0.180423 * blue
      y = 0.212671 * red + 0.715160 * green + 0.072169 * blue
      z = 0.019334 * red + 0.119193 * green + 0.950227 * blue
    }

    /// The colour in sRGB, what lies outside being clamped to 0 … 1.
    @inlinable @inline(__always)
    var encoded: Pixels {
      Pixels(
        red: ViewColors.encode(3.240479 * x - 1.537150 * y - 0.498535 * z),
        green: ViewColors.encode(-0.969256 * x + 1.875991 * y + 0.041556 * z),
        blue: ViewColors.encode(0.055648 * x - 0.204043 * y + 1.057311 * z))
    }
  }

  @inlinable @inline(__always)
  static var whiteX: Float { 0.950456 }
  @inlinable @inline(__always)
  static var whiteZ: Float { 1.088754 }
  @inlinable @inline(__always)
  static var whiteU: Float { 4 * 0.950456 / (0.950456 + 15 + 3 * 1.088754) }
  @inlinable @inline(__always)
  static var whiteV: Float { 9 / (0.950456 + 15 + 3 * 1.088754) }
  @inlinable @inline(__always)
  static var blueV: Float { 9 * 0.072169 / (0.180423 + 15 * 0.072169 + 3 * 0.950227) }

  /// From sRGB samples to linear light; absolute error below 6e-6.
  @inlinable @inline(__always)
  static func decoded(_ sample: Lanes) -> Lanes {
    var power = sample * -0.05561727 + 0.22987393
    power = power * sample - 0.438596
    power = power * sample + 0.71949244
    power = power * sample + 0.5106863
    power = power * sample + 0.033245422
    power = power * sample + 0.00090960937
    return Set.chosen(power, sample * Float(1 / 12.92), where: sample .<= 0.04045)
  }

  /// From linear light, clamped to 0 … 1, to sRGB samples; absolute error below 7e-6.
  @inlinable @inline(__always)
  static func encode(_ light: Lanes) -> Lanes {
    let light = unit(light)
    let root = Set.lanesSquareRoot(Set.lanesSquareRoot(light))
    var power = root * -0.068145774 + 0.2895283
    power = power * root - 0.5774773
    power = power * root + 1.2554014
    power = power * root + 0.16202705
    power = power * root - 0.06134029
    return Set.chosen(power, light * 12.92, where: light .<= 0.0031308)
  }

  /// CIE's f: the cube root, straight near 0; absolute error below 5e-6 for 0 … 1.1.
  @inlinable @inline(__always)
  static func labFunction(_ t: Lanes) -> Lanes {
    let t = greater(t, Lanes(repeating: 0))
    let root = Set.lanesSquareRoot(Set.lanesSquareRoot(t))
    var power = root * -0.06368158 + 0.28319865
    power = power * root - 0.567955
    power = power * root + 0.8600681
    power = power * root + 0.5025152
    power = power * root - 0.014143211
    return Set.chosen(power, t * 7.787037 + Float(16.0 / 116), where: t .<= 0.008856)
  }

  /// The inverse of CIE's f.
  @inlinable @inline(__always)
  static func inverseLabFunction(_ f: Lanes) -> Lanes {
    Set.chosen(
      f * f * f, (f - Float(16.0 / 116)) * Float(1 / 7.787037), where: f .<= 0.2068966)
  }
}

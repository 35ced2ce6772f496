#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Red, green and blue between 0 and 1, in the first three lanes.
typealias Color = SIMD4<Float>

extension Color {
  /// The colour of a given luminance, hue and distance from grey (ITU-R BT.601 weights).
  ///
  /// The hue is an angle in the plane of equal luminance, so that colour and brightness are drawn
  /// independently of each other.
  init(luminance: Float, hueInRadians: Float, chroma: Float) {
    let u = chroma * cos(hueInRadians)
    let v = chroma * sin(hueInRadians)
    self.init(
      luminance + 1.140 * v, luminance - 0.395 * u - 0.581 * v, luminance + 2.032 * u, 0)
    clamp(lowerBound: Color(repeating: 0), upperBound: Color(repeating: 1))
  }

  /// This colour at `fraction` 0, `other` at 1, between them in proportion.
  func mixed(with other: Color, _ fraction: Float) -> Color {
    self + (other - self) * fraction
  }
}

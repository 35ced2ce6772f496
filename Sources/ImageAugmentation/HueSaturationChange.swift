/// A rotation of the hue and then an addition to the saturation, in one pass through HSV.
struct HueSaturationChange {
  /// What is added to the hue, in sixths of the circle, 0 ..< 6.
  private let hueOffset: Float
  /// What is added to the saturation, whose range is 0 … 1.
  private let saturationOffset: Float

  /// Makes the change.
  ///
  /// - Parameters:
  ///   - hue: In units of which 255 are the full circle.
  ///   - saturation: In units of 1/255.
  init(hue: Float, saturation: Float) {
    let sixths = (hue * 6 / 255).truncatingRemainder(dividingBy: 6)
    let wrapped = sixths < 0 ? sixths + 6 : sixths
    // A tiny negative number plus 6 rounds to 6.
    hueOffset = wrapped < 6 ? wrapped : 0
    saturationOffset = saturation / 255
  }

  /// Changes eight pixels whose samples are in 0 … 1.
  @inline(__always)
  func apply(to block: inout PixelBlock) {
    let value = block.largest
    let chroma = value - block.smallest
    let isGray = chroma .== 0
    let reciprocal = 1 / chroma

    // Sixths of the circle from red; where two samples share the maximum, the earlier one counts.
    let fromRed = (block.green - block.blue) * reciprocal
    let fromGreen = (block.blue - block.red) * reciprocal + 2
    let fromBlue = (block.red - block.green) * reciprocal + 4
    var hue = fromBlue.replacing(with: fromGreen, where: value .== block.green)
    hue.replace(with: fromRed, where: value .== block.red)
    hue += hueOffset
    hue.replace(with: hue + 6, where: hue .< 0)
    hue.replace(with: hue - 6, where: hue .>= 6)
    hue.replace(with: 0, where: isGray)

    let saturation = clampedToUnit(
      quotient(chroma, value, orWhereZero: 0) + saturationOffset)

    // Each sample is the value, less the saturation where its pure hue is dark.
    let darkness = value * saturation
    let pureRed = clampedToUnit(magnitude(hue - 3) - 1)
    let pureGreen = clampedToUnit(2 - magnitude(hue - 2))
    let pureBlue = clampedToUnit(2 - magnitude(hue - 4))
    block.red = value - darkness * (1 - pureRed)
    block.green = value - darkness * (1 - pureGreen)
    block.blue = value - darkness * (1 - pureBlue)
  }

  @inline(__always)
  private func magnitude(_ a: SIMD8<Float>) -> SIMD8<Float> { greater(a, -a) }
}

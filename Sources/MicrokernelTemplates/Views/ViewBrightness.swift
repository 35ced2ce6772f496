extension ViewColors {
  /// A factor and an offset in their order, each followed by a clamp to 0 … 1.
  @frozen
  @usableFromInline
  struct Brightness {
    @usableFromInline let factor: Float
    @usableFromInline let offset: Float
    @usableFromInline let addsFirst: Bool

    @inlinable @inline(__always)
    init(factor: Float, offset: Float, addsFirst: Bool) {
      self.factor = factor
      self.offset = offset
      self.addsFirst = addsFirst
    }

    @inlinable @inline(__always)
    func callAsFunction(_ brightness: Lanes) -> Lanes {
      addsFirst
        ? unit(unit(brightness + offset) * factor) : unit(unit(brightness * factor) + offset)
    }
  }

  /// Y of YCrCb: constant chroma differences mean that every sample moves as the luma does.
  @inlinable @inline(__always)
  static func luma(_ pixels: inout Pixels, _ changed: Brightness) {
    let luma = 0.299 * pixels.red + 0.587 * pixels.green + 0.114 * pixels.blue
    let difference = changed(luma) - luma
    pixels.red += difference
    pixels.green += difference
    pixels.blue += difference
  }

  /// V of HSV: constant hue and saturation mean constant proportions; black becomes grey.
  @inlinable @inline(__always)
  static func value(_ pixels: inout Pixels, _ changed: Brightness) {
    let value = pixels.largest
    let newValue = changed(value)
    let isBlack = value .== 0
    let ratio = newValue / value
    pixels.red = Set.chosen(pixels.red * ratio, newValue, where: isBlack)
    pixels.green = Set.chosen(pixels.green * ratio, newValue, where: isBlack)
    pixels.blue = Set.chosen(pixels.blue * ratio, newValue, where: isBlack)
  }

  /// L of HLS: the samples' distances from the lightness scale with the room that it leaves,
  /// 1 − |2L − 1|.
  @inlinable @inline(__always)
  static func lightness(_ pixels: inout Pixels, _ changed: Brightness) {
    let lightness = (pixels.largest + pixels.smallest) * 0.5
    let newLightness = changed(lightness)
    let room = lesser(lightness, 1 - lightness)
    let newRoom = lesser(newLightness, 1 - newLightness)
    let ratio = Set.chosen(newRoom / room, .zero, where: room .<= 0)
    pixels.red = newLightness + (pixels.red - lightness) * ratio
    pixels.green = newLightness + (pixels.green - lightness) * ratio
    pixels.blue = newLightness + (pixels.blue - lightness) * ratio
  }
}

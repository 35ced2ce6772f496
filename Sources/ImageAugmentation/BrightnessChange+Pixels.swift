extension BrightnessChange {
  /// Changes eight pixels whose samples are in 0 … 1.
  @inline(__always)
  func apply(to block: inout PixelBlock) {
    switch channel {
    case .luma: changeLuma(of: &block)
    case .value: changeValue(of: &block)
    case .lightness: changeLightness(of: &block)
    case .lab: changeLab(of: &block)
    case .luv: changeLuv(of: &block)
    }
    block.clampSamples()
  }

  /// The channel after factor and offset, which are each followed by a clamp to 0 … 1.
  @inline(__always)
  func changed(_ brightness: SIMD8<Float>) -> SIMD8<Float> {
    let offset = offset / 255
    if addsFirst {
      return clampedToUnit(clampedToUnit(brightness + offset) * factor)
    }
    return clampedToUnit(clampedToUnit(brightness * factor) + offset)
  }

  /// Y of YCrCb: constant chroma differences mean that every sample moves as the luma does.
  @inline(__always)
  private func changeLuma(of block: inout PixelBlock) {
    let luma = 0.299 * block.red + 0.587 * block.green + 0.114 * block.blue
    let difference = changed(luma) - luma
    block.red += difference
    block.green += difference
    block.blue += difference
  }

  /// V of HSV: constant hue and saturation mean constant proportions; black becomes grey.
  @inline(__always)
  private func changeValue(of block: inout PixelBlock) {
    let value = block.largest
    let newValue = changed(value)
    let isBlack = value .== 0
    let ratio = newValue / value
    block.red = (block.red * ratio).replacing(with: newValue, where: isBlack)
    block.green = (block.green * ratio).replacing(with: newValue, where: isBlack)
    block.blue = (block.blue * ratio).replacing(with: newValue, where: isBlack)
  }

  /// L of HLS: the samples' distances from the lightness scale with the room that it leaves,
  /// 1 − |2L − 1|.
  @inline(__always)
  private func changeLightness(of block: inout PixelBlock) {
    let lightness = (block.largest + block.smallest) * 0.5
    let newLightness = changed(lightness)
    let room = lesser(lightness, 1 - lightness)
    let newRoom = lesser(newLightness, 1 - newLightness)
    let ratio = (newRoom / room).replacing(with: 0, where: room .<= 0)
    block.red = newLightness + (block.red - lightness) * ratio
    block.green = newLightness + (block.green - lightness) * ratio
    block.blue = newLightness + (block.blue - lightness) * ratio
  }
}

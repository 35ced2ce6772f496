/// The colour operations of one view, joined where that saves work, for one pass over the pixels.
struct ColorPass {
  private enum Step {
    case hueSaturation(HueSaturationChange)
    case brightness(BrightnessChange)
  }

  private var steps: [Step] = []

  /// Prepares the changes; a hue followed by a saturation becomes one step.
  init(_ changes: [ColorChange]) {
    var pendingHue: Float?
    for change in changes {
      if case .addToSaturation(let saturation) = change {
        append(hue: pendingHue ?? 0, saturation: saturation)
        pendingHue = nil
        continue
      }
      if let hue = pendingHue { append(hue: hue, saturation: 0) }
      pendingHue = nil
      switch change {
      case .addToHue(let hue): pendingHue = hue
      case .addToSaturation: break
      case .brightness(let brightness): steps.append(.brightness(brightness))
      }
    }
    if let hue = pendingHue { append(hue: hue, saturation: 0) }
  }

  private mutating func append(hue: Float, saturation: Float) {
    steps.append(.hueSaturation(HueSaturationChange(hue: hue, saturation: saturation)))
  }

  /// Changes eight pixels whose samples are in 0 … 1.
  @inline(__always)
  func apply(to block: inout PixelBlock) {
    for step in steps {
      switch step {
      case .hueSaturation(let change): change.apply(to: &block)
      case .brightness(let change): change.apply(to: &block)
      }
    }
  }
}

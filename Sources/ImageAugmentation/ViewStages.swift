import Kernels

/// A view's changes, grouped: what looks at one pixel only is joined to one pass over the pixels, and
/// what looks around stands between two passes.
struct ViewStages {
  /// What needs the whole view.
  enum Neighborhood {
    case separable([Float])
    case window([Float], side: Int)
    case jpegCompression(quality: Int)
    case dropout(CoarseDropout)
    case cutout(x: Float, y: Float, side: Float)
  }

  /// One pass: what comes before it, and its steps as the micro-kernel reads them.
  struct Stage {
    var neighborhood: Neighborhood?
    var steps: [Float] = []
  }

  /// The passes; the first one has nothing before it.
  private(set) var stages = [Stage()]

  /// Groups the changes.
  ///
  /// - Parameter roundsToLevels: Whether each change is followed by rounding to 8 bits.
  init(_ changes: [ViewChange], roundsToLevels: Bool) {
    var pendingHue: Float?
    if roundsToLevels { appendStep(8) }
    for change in changes {
      if case .addToSaturation(let saturation) = change, !roundsToLevels {
        append(hue: pendingHue ?? 0, saturation: saturation)
        pendingHue = nil
        continue
      }
      if let hue = pendingHue { append(hue: hue, saturation: 0) }
      pendingHue = nil
      switch change {
      case .addToHue(let hue) where !roundsToLevels: pendingHue = hue
      case .addToHue(let hue): append(hue: hue, saturation: 0)
      case .addToSaturation(let saturation): append(hue: 0, saturation: saturation)
      case .brightness(let change):
        let number = Self.number(of: change.channel)
        appendStep(number, change.factor, change.offset / 255, change.addsFirst ? 1 : 0)
      case .gamma(let powers): append(powers: powers)
      case .noise(let deviation, let perChannel, let key):
        let low = Float(bitPattern: UInt32(truncatingIfNeeded: key))
        let high = Float(bitPattern: UInt32(truncatingIfNeeded: key >> 32))
        if deviation > 0 { appendStep(7, deviation / 255, perChannel ? 1 : 0, low, high) }
      case .gaussianBlur(let sigma):
        guard sigma > GaussianWindow.smallestSigma else { continue }
        append(.separable(GaussianWindow.weights(sigma: sigma)))
      case .jpegCompression(let quality): append(.jpegCompression(quality: quality))
      case .motionBlur(let blur): append(.window(blur.weights, side: blur.size))
      case .dropout(let dropout): append(.dropout(dropout))
      case .cutout(let x, let y, let side): append(.cutout(x: x, y: y, side: side))
      }
      if roundsToLevels { appendStep(8) }
    }
    if let hue = pendingHue { append(hue: hue, saturation: 0) }
  }

  private mutating func append(_ neighborhood: Neighborhood) {
    stages.append(Stage(neighborhood: neighborhood))
  }

  private mutating func append(hue: Float, saturation: Float) {
    let sixths = (hue * 6 / 255).truncatingRemainder(dividingBy: 6)
    let wrapped = sixths < 0 ? sixths + 6 : sixths
    // A tiny negative number plus 6 rounds to 6.
    appendStep(0, wrapped < 6 ? wrapped : 0, saturation / 255)
  }

  private mutating func append(powers: SIMD3<Float>) {
    let stage = stages.count - 1
    let last = stages[stage].steps.count - 8
    guard last >= 0 && stages[stage].steps[last] == 6 else {
      return appendStep(6, powers.x, powers.y, powers.z)
    }
    // A power of a power is one power.
    for channel in 0..<3 { stages[stage].steps[last + 1 + channel] *= powers[channel] }
  }

  private mutating func appendStep(_ numbers: Float...) {
    let filler = repeatElement(Float(0), count: 8 - numbers.count)
    stages[stages.count - 1].steps += numbers + filler
  }

  private static func number(of channel: BrightnessChange.Channel) -> Float {
    switch channel {
    case .luma: 1
    case .value: 2
    case .lightness: 3
    case .lab: 4
    case .luv: 5
    }
  }
}

extension ViewPlanes {
  /// Applies what looks around.
  ///
  /// - Parameter finish: Is given each row as soon as it is done, while it is in the cache.
  mutating func apply(
    _ neighborhood: ViewStages.Neighborhood, with kernels: KernelSet,
    finish: (_ y: Int, _ row: inout MutableSpan<Float>) -> Void
  ) {
    switch neighborhood {
    case .separable(let window): convolve(window, with: kernels, finish: finish)
    case .window(let window, let side):
      correlate(window, side: side, with: kernels, finish: finish)
    case .jpegCompression(let quality): compress(quality: quality, with: kernels, finish: finish)
    case .dropout(let dropout):
      drop(dropout)
      forEachRow(finish)
    case .cutout(let x, let y, let side):
      cutOut(x: x, y: y, side: side)
      forEachRow(finish)
    }
  }
}

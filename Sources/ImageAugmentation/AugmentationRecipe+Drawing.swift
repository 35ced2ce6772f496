import RandomNumbers

extension AugmentationRecipe {
  /// Draws the numbers of one view: a pure function of the four coordinates and the recipe.
  ///
  /// Each operation reads its own stretch of the random stream that `seed`, `epoch`, `picture` and
  /// `view` name. So changing a range does not disturb what the other operations draw.
  ///
  /// - Parameters:
  ///   - seed: The run's seed.
  ///   - epoch: Which pass over the pictures, from 0; its low 32 bits count.
  ///   - picture: The picture's number in the collection, from 0; its low 32 bits count.
  ///   - view: The view's number among the picture's views, from 0; its low 24 bits count.
  public func drawParameters(seed: UInt64, epoch: Int, picture: Int, view: Int) -> ViewParameters {
    // The upper byte of the third coordinate keeps views apart from a run's other random numbers.
    let purpose: UInt32 = 0x5600_0000
    let random = CounterRandom(
      seed: seed, UInt32(truncatingIfNeeded: epoch), UInt32(truncatingIfNeeded: picture),
      purpose | (UInt32(truncatingIfNeeded: view) & 0x00FF_FFFF))

    var crop = ViewParameters.Crop(side: 1)
    var isFlipped = false
    var resolution: Float?
    var rotationInDegrees: Float = 0
    var trim = ViewParameters.Trim.none
    var changes: [ViewChange] = []
    for (number, operation) in operations.enumerated() {
      let first = number * Self.wordsPerOperation
      switch operation {
      case .crop(let side):
        crop = ViewParameters.Crop(
          side: random.uniform(first, in: side), horizontalPosition: random.uniform(first + 1),
          verticalPosition: random.uniform(first + 2))
      case .flip(let probability):
        isFlipped = random.uniform(first) < probability
      case .reduceResolution(let scale, let probability):
        let isReduced = random.uniform(first) < probability
        resolution = isReduced ? random.uniform(first + 1, in: scale) : nil
      case .rotate(let degrees):
        rotationInDegrees = random.uniform(first, in: degrees)
      case .addToHue(let offset):
        changes.append(.addToHue(random.uniform(first, in: offset)))
      case .addToSaturation(let offset):
        changes.append(.addToSaturation(random.uniform(first, in: offset)))
      case .multiplyAndAddToBrightness(let factor, let offset):
        changes.append(
          .brightness(
            BrightnessChange(
              channel: Self.brightnessChannels[
                random.integer(first, below: Self.brightnessChannels.count)],
              factor: random.uniform(first + 1, in: factor),
              offset: random.uniform(first + 2, in: offset),
              addsFirst: random.uniform(first + 3) < 0.5)))
      case .cropEdges(let share):
        trim = ViewParameters.Trim(
          left: random.uniform(first, in: share), right: random.uniform(first + 1, in: share),
          top: random.uniform(first + 2, in: share), bottom: random.uniform(first + 3, in: share))
      case .gaussianBlur(let sigma):
        changes.append(.gaussianBlur(sigma: random.uniform(first, in: sigma)))
      case .gamma(let exponent, let perChannel):
        let common = random.uniform(first, in: exponent)
        let differs = random.uniform(first + 3) < perChannel
        changes.append(
          .gamma(
            differs
              ? SIMD3(
                common, random.uniform(first + 1, in: exponent),
                random.uniform(first + 2, in: exponent))
              : SIMD3(repeating: common)))
      case .gaussianNoise(let deviation, let perChannel):
        changes.append(
          .noise(
            deviation: random.uniform(first, in: deviation),
            perChannel: random.uniform(first + 1) < perChannel, key: random.key(first + 2)))
      case .jpegCompression(let strength):
        // imgaug's way from a whole number of 0 … 100 to a quality of 100 … 2.
        let whole = random.uniform(first, in: strength).rounded(.down)
        changes.append(.jpegCompression(quality: Int((1 + 99 * (1 - whole / 101)).rounded())))
      case .motionBlur(let size, let angle, let direction):
        let sizes = Int(size.lowerBound)...Int(size.upperBound)
        changes.append(
          .motionBlur(
            MotionBlur(
              size: sizes.lowerBound + random.integer(first, below: sizes.count),
              degrees: random.uniform(first + 1, in: angle),
              direction: random.uniform(first + 2, in: direction))))
      case .coarseDropout(let probability, let size, let perChannel):
        changes.append(
          .dropout(
            CoarseDropout(
              probability: random.uniform(first, in: probability),
              gridShare: SIMD2(
                random.uniform(first + 1, in: size), random.uniform(first + 2, in: size)),
              perChannel: random.uniform(first + 3) < perChannel, key: random.key(first + 4))))
      case .cutout(let count, let size):
        let counts = Int(count.lowerBound)...Int(count.upperBound)
        let cuts = CounterRandom(seed: random.key(first + 2))
        for cut in 0..<counts.lowerBound + random.integer(first, below: counts.count) {
          changes.append(
            .cutout(
              x: cuts.uniform(3 * cut), y: cuts.uniform(3 * cut + 1),
              side: cuts.uniform(3 * cut + 2, in: size)))
        }
      }
    }
    return ViewParameters(
      crop: crop, isFlipped: isFlipped, resolution: resolution,
      rotationInDegrees: rotationInDegrees, trim: trim, changes: changes, style: style)
  }

  /// How far apart two operations' first random words are.
  private static let wordsPerOperation = 16

  /// The channels of imgaug's six colour spaces; YCrCb and YUV have the same luma.
  private static let brightnessChannels: [BrightnessChange.Channel] = [
    .luma, .luma, .value, .lightness, .lab, .luv,
  ]
}

extension CounterRandom {
  /// The seed of another stream: two words of this one.
  fileprivate func key(_ index: Int) -> UInt64 {
    UInt64(word(index)) | UInt64(word(index + 1)) << 32
  }
}

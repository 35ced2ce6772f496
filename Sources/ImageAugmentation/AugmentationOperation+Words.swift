extension AugmentationOperation {
  /// What the operation is called in a figure.
  public var title: String {
    switch self {
    case .crop: "crop"
    case .flip: "flip"
    case .reduceResolution: "loss of resolution"
    case .rotate: "rotation"
    case .cropEdges: "edges cut off"
    case .addToHue: "hue"
    case .addToSaturation: "saturation"
    case .multiplyAndAddToBrightness: "brightness"
    case .gaussianBlur: "Gaussian blur"
    case .gamma: isPerChannel ? "gamma of each channel" : "gamma"
    case .gaussianNoise: "Gaussian noise"
    case .motionBlur: "motion blur"
    case .coarseDropout: "coarse dropout"
    case .cutout: "cutout"
    case .jpegCompression: "JPEG compression"
    }
  }

  /// The ranges in words, such as `factor 0.75 … 1.3`; those that are as usual are left out.
  public var rangeTexts: [String] {
    zip(form.parameters, ranges).compactMap { parameter, range in
      if parameter.usual == range { return nil }
      let (low, high) = (text(range.lowerBound), text(range.upperBound))
      if parameter.name == "perChannel" { return "per channel: \(low)" }
      return "\(parameter.name) \(low == high ? low : "\(low) … \(high)")"
    }
  }

  /// Whether it makes the channels differ.
  public var isPerChannel: Bool {
    zip(form.parameters, ranges).contains { $0.name == "perChannel" && $1.lowerBound > 0 }
  }

  /// Whether any number is drawn from a range.
  public var hasRange: Bool { ranges.contains { $0.lowerBound < $0.upperBound } }

  private func text(_ number: Float) -> String {
    number < 0 ? "−\(rounded(-number))" : rounded(number)
  }
}

import AugNet

extension ValueSyntax where Value == EncoderArchitecture {
  /// The name of a network.
  package static var encoder: Self {
    Self("one of " + EncoderArchitecture.names.joined(separator: ", ")) { EncoderArchitecture($0) }
  }
}

extension ValueSyntax where Value == AugNetLoss {
  /// The name of a loss.
  package static var loss: Self {
    Self("one of " + AugNetLoss.allCases.map(\.rawValue).joined(separator: ", ")) {
      AugNetLoss(rawValue: $0)
    }
  }
}

extension ValueSyntax where Value == ComputingPrecision {
  /// How a network computes.
  package static var computingPrecision: Self {
    Self("one of " + ComputingPrecision.allCases.map(\.rawValue).joined(separator: ", ")) {
      ComputingPrecision(rawValue: $0)
    }
  }
}

extension ValueSyntax where Value == PicturePreparation {
  /// How pictures are prepared.
  package static var picturePreparation: Self {
    let (largest, longest) = (
      PicturePreparation.centerSizes.upperBound, PicturePreparation.shortSideSizes.upperBound
    )
    return Self(
      "center or short and a size in pixels, such as center224 (to center\(largest)) or short350 "
        + "(to short\(longest))"
    ) { PicturePreparation($0) }
  }
}

extension ValueSyntax where Value == EncoderFile.Precision {
  /// How weights are stored.
  package static var precision: Self {
    Self("one of " + EncoderFile.Precision.allCases.map(\.rawValue).joined(separator: ", ")) {
      EncoderFile.Precision(rawValue: $0)
    }
  }
}

extension ValueSyntax where Value == String {
  /// The name of a recipe, or a file with one.
  package static var recipe: Self {
    let names = AugmentationRecipe.all.map(\.name).joined(separator: ", ")
    return Self("one of \(names), or a file that ends in .json") { text in
      AugmentationRecipe.named(text) != nil || text.hasSuffix(".json") ? text : nil
    }
  }
}

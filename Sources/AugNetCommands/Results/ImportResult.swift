import JSON

/// What `augnet import` has written.
package struct ImportResult: CommandResult {
  /// The encoder's file.
  package let modelPath: String
  /// The network.
  package let architecture: String
  /// Numbers in an embedding.
  package let dimensionCount: Int
  /// How pictures are prepared.
  package let preparation: String
  /// Weights and running statistics.
  package let tensorCount: Int
  /// How the weights are stored.
  package let precision: String
  /// What tells the encoder from others.
  package let fingerprint: String

  package var text: String {
    "Imported \(architecture), \(dimensionCount) dimensions, pictures prepared as \(preparation).\n"
      + "\(modelPath): \(NumberText.count(tensorCount, "tensor")) in \(precision), "
      + "fingerprint \(fingerprint)."
  }

  package var json: JSONValue {
    [
      "model": .string(modelPath), "encoder": .string(architecture),
      "dimensions": JSONValue(dimensionCount), "preparation": .string(preparation),
      "tensors": JSONValue(tensorCount), "precision": .string(precision),
      "fingerprint": .string(fingerprint),
    ]
  }
}

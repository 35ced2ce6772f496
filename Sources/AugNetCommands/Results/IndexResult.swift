import JSON

/// What `augnet index` has written.
package struct IndexResult: CommandResult {
  /// The index file.
  package let indexPath: String
  /// The encoder that made the embeddings.
  package let modelPath: String
  /// Pictures in the index.
  package let pictureCount: Int
  /// Numbers in an embedding.
  package let dimensionCount: Int
  /// Files that could not be read.
  package let skippedCount: Int
  /// Pictures so long that only their middle was seen.
  package var shortenedCount = 0
  /// What came of computing in 8-bit integers; nil if numbers were computed with.
  package let quantization: QuantizationReport?
  /// How long it took.
  package let seconds: Double

  package var text: String {
    var lines = [
      "Indexed \(NumberText.count(pictureCount, "picture")) in "
        + "\(NumberText.duration(inSeconds: seconds)): \(indexPath)"
    ]
    if let quantization { lines.append(quantization.text) }
    if let line = ShortenedPictures.line(shortenedCount) { lines.append(line) }
    if let line = SkippedPictures.line(skippedCount) { lines.append(line) }
    return lines.joined(separator: "\n")
  }

  package var json: JSONValue {
    [
      "index": .string(indexPath), "model": .string(modelPath),
      "pictures": JSONValue(pictureCount), "dimensions": JSONValue(dimensionCount),
      "shortened": JSONValue(shortenedCount),
      "skipped": JSONValue(skippedCount), "seconds": .number(seconds),
      "quantization": quantization?.json ?? .null,
    ]
  }
}

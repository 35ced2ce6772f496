import JSON

/// What `augnet embed` has written.
package struct EmbedResult: CommandResult {
  /// The NumPy file.
  package let embeddingsPath: String
  /// The file of paths, one a line, in the order of the embeddings.
  package let pathsPath: String
  /// Rows of the NumPy file.
  package let pictureCount: Int
  /// Columns of the NumPy file.
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
      "Embedded \(NumberText.count(pictureCount, "picture")) in "
        + "\(NumberText.duration(inSeconds: seconds)).",
      "\(embeddingsPath): float32 [\(pictureCount), \(dimensionCount)]; the paths are in \(pathsPath).",
    ]
    if let quantization { lines.append(quantization.text) }
    if let line = ShortenedPictures.line(shortenedCount) { lines.append(line) }
    if let line = SkippedPictures.line(skippedCount) { lines.append(line) }
    return lines.joined(separator: "\n")
  }

  package var json: JSONValue {
    [
      "embeddings": .string(embeddingsPath), "paths": .string(pathsPath),
      "pictures": JSONValue(pictureCount), "dimensions": JSONValue(dimensionCount),
      "shortened": JSONValue(shortenedCount),
      "skipped": JSONValue(skippedCount), "seconds": .number(seconds),
      "quantization": quantization?.json ?? .null,
    ]
  }
}

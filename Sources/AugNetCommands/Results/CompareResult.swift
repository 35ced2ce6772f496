import JSON

/// How far two pictures are apart.
package struct CompareResult: CommandResult {
  /// The first picture.
  package let firstPath: String
  /// The second picture.
  package let secondPath: String
  /// The Euclidean distance of their embeddings.
  package let distance: Double

  package var text: String { NumberText.fixed(distance, digits: 4) }

  package var json: JSONValue {
    [
      "first": .string(firstPath), "second": .string(secondPath),
      "distance": .number(distance),
    ]
  }
}

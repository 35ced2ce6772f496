import JSON

/// What `augnet samples` has written.
package struct SamplesResult: CommandResult {
  /// The folder that holds the pictures.
  package let folderPath: String
  /// The file of labels.
  package let labelsPath: String
  /// Pictures written.
  package let pictureCount: Int
  /// Classes drawn.
  package let classCount: Int

  package var text: String {
    "Drew \(NumberText.count(pictureCount, "picture")) of "
      + "\(NumberText.count(classCount, "class", "classes")) into \(folderPath); "
      + "the labels are in \(labelsPath)."
  }

  package var json: JSONValue {
    [
      "folder": .string(folderPath), "labels": .string(labelsPath),
      "pictures": JSONValue(pictureCount), "classes": JSONValue(classCount),
    ]
  }
}

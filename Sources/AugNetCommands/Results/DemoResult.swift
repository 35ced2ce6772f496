import JSON

/// How well three encoders tell the sample pictures' classes apart.
package struct DemoResult: CommandResult {
  /// One measure for each of the three encoders.
  package struct Measure: Sendable {
    /// Of the pixels themselves.
    package let rawPixels: Double
    /// Of the encoder before training.
    package let untrained: Double
    /// Of the encoder after training.
    package let trained: Double

    /// Makes a measure.
    package init(rawPixels: Double, untrained: Double, trained: Double) {
      self.rawPixels = rawPixels
      self.untrained = untrained
      self.trained = trained
    }

    fileprivate var json: JSONValue {
      [
        "rawPixels": .number(rawPixels), "untrained": .number(untrained),
        "trained": .number(trained),
      ]
    }
  }

  /// The fraction of pictures in the cluster that is matched with their class.
  package let clusteringAccuracy: Measure
  /// The fraction of each picture's five nearest neighbours that are of its class.
  package let precisionAt5: Measure
  /// How long everything took.
  package let seconds: Double
  /// Pictures in the collection.
  package let pictureCount: Int
  /// Classes in the collection.
  package let classCount: Int
  /// The files that were written, and what each is.
  package let files: [(path: String, content: String)]

  package var text: String {
    var table = TextTable([
      ("", .left), ("clustering accuracy", .right), ("precision@5", .right),
    ])
    let rows: [(String, KeyPath<Measure, Double>)] = [
      ("raw pixels", \.rawPixels), ("untrained encoder", \.untrained),
      ("trained encoder", \.trained),
    ]
    for (title, value) in rows {
      table.append([
        title, NumberText.percent(clusteringAccuracy[keyPath: value]),
        NumberText.percent(precisionAt5[keyPath: value]),
      ])
    }
    var written = TextTable([("", .left), ("", .left)])
    for file in files { written.append(["  " + file.path, file.content]) }
    return """
      \(NumberText.count(pictureCount, "picture")) of \(NumberText.count(classCount, "class", "classes")), \
      without labels; \(NumberText.duration(inSeconds: seconds))

      \(table.text)

      Written:
      \(written.text)
      """
  }

  package var json: JSONValue {
    [
      "clusteringAccuracy": clusteringAccuracy.json,
      "precisionAt5": precisionAt5.json, "seconds": .number(seconds),
    ]
  }
}

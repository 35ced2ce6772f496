import JSON

/// What `augnet train` has done.
package struct TrainResult: CommandResult {
  /// The file that holds the encoder.
  package let modelPath: String
  /// The encoder's name.
  package let encoder: String
  /// Numbers in an embedding.
  package let dimensionCount: Int
  /// Pictures that were learned from.
  package let pictureCount: Int
  /// Pictures that could not be read.
  package let skippedCount: Int
  /// Optimiser steps taken.
  package let stepCount: Int
  /// Views that went through the encoder.
  package let viewCount: Int
  /// The mean loss of the last steps.
  package let loss: Double
  /// How long it took.
  package let seconds: Double
  /// How much of that the network waited for views.
  package let secondsWaited: Double

  private var shareWaited: Double { seconds > 0 ? secondsWaited / seconds : 0 }
  private var viewsPerSecond: Double { seconds > 0 ? Double(viewCount) / seconds : 0 }

  package var text: String {
    var lines = [
      "Trained \(encoder) (\(NumberText.count(dimensionCount, "dimension"))) on "
        + "\(NumberText.count(pictureCount, "picture")) in "
        + "\(NumberText.duration(inSeconds: seconds)): "
        + "\(NumberText.count(stepCount, "step")), \(NumberText.figures(viewsPerSecond)) views/s, "
        + "loss \(NumberText.fixed(loss, digits: 3)).",
      "The network waited for views \(NumberText.fixed(100 * shareWaited, digits: 1)) % of the time.",
      "The encoder is in \(modelPath).",
    ]
    if let line = SkippedPictures.line(skippedCount) { lines.append(line) }
    return lines.joined(separator: "\n")
  }

  package var json: JSONValue {
    [
      "model": .string(modelPath), "encoder": .string(encoder),
      "dimensions": JSONValue(dimensionCount), "pictures": JSONValue(pictureCount),
      "skipped": JSONValue(skippedCount), "steps": JSONValue(stepCount),
      "views": JSONValue(viewCount), "loss": .number(loss),
      "seconds": .number(seconds), "viewsPerSecond": .number(viewsPerSecond),
      "shareWaitedForViews": .number(shareWaited),
    ]
  }
}

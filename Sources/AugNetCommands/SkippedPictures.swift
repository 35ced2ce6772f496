import AugNet

/// How a command tells about files that it could not read as pictures.
package enum SkippedPictures {
  /// The closing line of a result; nil when nothing was skipped.
  package static func line(_ count: Int) -> String? {
    count == 0
      ? nil
      : "\(NumberText.count(count, "file")) could not be read and \(count == 1 ? "was" : "were") skipped."
  }

  /// The notice for one file, as it happens.
  package static func notice(_ reason: String) -> String { "skipped: " + reason }

  /// A folder of thousands of files that cannot be read is to be told of, not to fill the terminal.
  private static let shownCount = 10

  /// The notices for pictures that could not be read, and one for files that are none.
  package static func report(
    _ skipped: [SkippedPicture], otherFiles: Int, _ console: Console
  ) {
    for picture in skipped.prefix(shownCount) { console.printNotice(notice(picture.reason)) }
    if skipped.count > shownCount {
      console.printNotice(
        "skipped: \(NumberText.count(skipped.count - shownCount, "more file")) that could not be read"
      )
    }
    if otherFiles > 0 {
      console.printNotice(
        "\(NumberText.count(otherFiles, "file")) that \(otherFiles == 1 ? "is no picture was" : "are no pictures were") passed over"
      )
    }
  }
}

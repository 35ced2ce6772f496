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
}

/// How a command tells about pictures of which it saw a part.
package enum ShortenedPictures {
  /// The closing line of a result; nil when all were seen whole.
  package static func line(_ count: Int) -> String? {
    count == 0
      ? nil : "Of \(NumberText.count(count, "very long picture")) only the middle was seen."
  }
}

/// Tells of files that cannot be read as pictures, as they are met.
package struct SkippedNotices {
  /// A folder of thousands of files that cannot be read is to be told of, not to fill the terminal.
  private static let shownCount = 10

  private let console: Console
  private var count = 0

  /// Begins to tell.
  package init(_ console: Console) {
    self.console = console
  }

  /// Tells of one file, if not too many were told of already.
  package mutating func add(_ picture: SkippedPicture) {
    count += 1
    if count <= Self.shownCount {
      console.printNotice(SkippedPictures.notice(picture.reason))
    }
  }

  /// Tells how many more there were, and how many files are no pictures.
  package func finish(otherFiles: Int) {
    if count > Self.shownCount {
      console.printNotice(
        "skipped: \(NumberText.count(count - Self.shownCount, "more file")) that could not be read")
    }
    if otherFiles > 0 {
      console.printNotice(
        "\(NumberText.count(otherFiles, "file")) that \(otherFiles == 1 ? "is no picture was" : "are no pictures were") passed over"
      )
    }
  }
}

import AugNet

/// `augnet scan`: what is wrong with the pictures of a folder.
package struct ScanCommand: Command {
  private static let folders = RepeatedPositional("PATH", "Folders of pictures, and pictures.")
  private static let usual = PictureScan.Thresholds()
  private static let tiny = Option<Int>(
    "tiny", "PIXELS", .atLeast(0), default: usual.shortSide,
    "Tells of pictures whose shorter side has fewer pixels; 0 tells of none.")
  private static let dark = Option<Double>(
    "dark", "LEVEL", .numberOfAtLeastZero, default: usual.brightness,
    "Tells of pictures whose mean luminance, from 0 to 255, is lower; 0 tells of none.")
  private static let blurred = Option<Double>(
    "blurred", "VARIANCE", .numberOfAtLeastZero, default: usual.sharpness,
    """
    Tells of pictures whose luminance, reduced to a shorter side of at most 256 pixels, has a Laplacian \
    of smaller variance; 0 tells of none.
    """)

  package static let definition = CommandDefinition(
    name: "scan",
    summary: "finds broken, repeated, dark, blurred and tiny pictures",
    explanation: [
      """
      Reads every file of the folders and decodes the pictures among them. Lists those that are broken, \
      that are the same as another file byte for byte, or that show little: too dark, without edges, too \
      small. Changes nothing.
      """,
      """
      Ends with status 1 if a picture is broken, else with status 0.
      """,
    ],
    arguments: [folders, tiny, dark, blurred, SharedArguments.threads, SharedArguments.json],
    examples: [
      .init("augnet scan holidays", "Lists what is wrong with the pictures of a folder."),
      .init(
        "augnet scan holidays --blurred 100 --dark 40 --json",
        "Is stricter, and prints a JSON object."),
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    try SharedArguments.applyThreads(arguments)
    var thresholds = PictureScan.Thresholds()
    thresholds.shortSide = try arguments[Self.tiny]
    thresholds.brightness = try arguments[Self.dark]
    thresholds.sharpness = try arguments[Self.blurred]
    let line = ProgressLine(console, unit: "files")
    let scan = try PictureScan(of: arguments[Self.folders], thresholds: thresholds) { done, total in
      line.update(.init(reading: done, of: total))
    }
    line.finish()
    let result = ScanResult(scan)
    try console.printResult(result)
    if result.brokenCount > 0 {
      throw CommandFailure(
        "\(NumberText.count(result.brokenCount, "picture")) of"
          + " \(NumberText.grouped(scan.pictureCount)) cannot be decoded; see the list")
    }
  }
}

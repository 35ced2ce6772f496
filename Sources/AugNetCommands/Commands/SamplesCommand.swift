import AugNet

/// `augnet samples`: draws the sample pictures.
package struct SamplesCommand: Command {
  private static let folder = Positional("DIR", "The folder for the pictures; it is made.")
  private static let perClass = Option<Int>(
    "per-class", "N", .inRange(1...10_000), default: 40, "How many pictures of each class.")

  package static let definition = CommandDefinition(
    name: "samples",
    summary: "draws the sample pictures, as many as wanted",
    explanation: [
      """
      Draws small pictures of classes that differ by shape and texture, and the table of their \
      labels, labels.tsv. They are drawn by this program, so that anybody may pass them on.
      """
    ],
    arguments: [
      folder, perClass, SharedArguments.seed, SharedArguments.threads, SharedArguments.json,
    ],
    examples: [
      .init("augnet samples more --per-class 500 --seed 7", "Draws a larger, different collection.")
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let folder = try arguments[Self.folder]
    try SharedArguments.applyThreads(arguments)
    let count = try writeSamplePictures(
      to: folder, picturesPerClass: arguments[Self.perClass], seed: arguments[SharedArguments.seed])
    try console.printResult(
      SamplesResult(
        folderPath: folder, labelsPath: folder + "/labels.tsv", pictureCount: count,
        classCount: SamplePictures.classes.count))
  }
}

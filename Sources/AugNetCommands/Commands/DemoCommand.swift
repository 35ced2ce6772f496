import AugNet

/// `augnet demo`: the whole way from pictures to clusters on the sample pictures.
package struct DemoCommand: Command {
  private static let out = Option<String>(
    "out", "DIR", .path, default: "demo", "The folder for everything that is written.")
  private static let data = Option<String>(
    "data", "DIR", .path, default: "SampleData",
    "The sample pictures with their labels; without that folder they are drawn anew.")
  private static let steps = Option<Int?>(
    "steps", "N", .atLeast(1), defaultText: "about two minutes of training",
    "How long to train, in steps.")

  package static let definition = CommandDefinition(
    name: "demo",
    summary: "shows all of it on the sample pictures, in three minutes",
    explanation: [
      """
      Trains the small encoder on the sample pictures without their labels, indexes them, searches \
      and clusters. Then it measures with the labels how well the classes were found: by the raw \
      pixels, by the encoder before training and by the encoder after it.
      """,
      "Writes the model, the index, a contact sheet and the curve of the loss.",
    ],
    arguments: [
      out, data, steps, SharedArguments.seed, SharedArguments.threads, SharedArguments.json,
    ],
    examples: [
      .init("augnet demo", "Writes to the folder 'demo' and prints the table."),
      .init("augnet demo --seed 1 --json", "Prints the figures for a program."),
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let start = console.now()
    let out = try arguments[Self.out]
    try SharedArguments.applyThreads(arguments)
    let given = try givenFolder(arguments)
    let labelsOfGiven = try given.map { try readLabels(in: $0) }
    try makeFolder(out)
    try checkCanWrite(to: out + "/model.safetensors")
    let folder = try given ?? drawnFolder(out: out)
    let labels = try labelsOfGiven ?? readLabels(in: folder)

    var demonstration = try Demonstration(seed: arguments[SharedArguments.seed])
    if let steps = try arguments[Self.steps] { demonstration.configuration.length = .steps(steps) }
    let line = ProgressLine(console, unit: "views")
    let outcome = try demonstration.run(
      onPicturesIn: folder, label: { labels.label(ofPictureAt: $0) }
    ) { progress in
      line.update(trainingPoint(progress))
      return true
    }
    line.finish()
    let files = try write(outcome, to: out, demonstration)
    try console.printResult(
      DemoResult(
        clusteringAccuracy: measure(outcome, \.clusteringAccuracy),
        precisionAt5: measure(outcome, \.precisionAt5),
        seconds: NumberText.seconds(console.now() - start),
        pictureCount: outcome.embedded.paths.count,
        classCount: Set(outcome.embedded.paths.compactMap { labels.label(ofPictureAt: $0) }).count,
        files: files))
  }

  /// The folder of samples that the command line names, or that is there; nil if there is none.
  private func givenFolder(_ arguments: ParsedArguments) throws -> String? {
    let folder = try arguments[Self.data]
    if folderExists(folder) { return folder }
    guard !arguments.isGiven(Self.data) else { throw PictureFolderError.missing(folder) }
    return nil
  }

  /// Draws the samples into the demonstration's own folder.
  private func drawnFolder(out: String) throws -> String {
    try writeSamplePictures(to: out + "/pictures")
    return out + "/pictures"
  }

  private func readLabels(in folder: String) throws -> LabelTable {
    let path = folder + "/labels.tsv"
    return try LabelTable(readText(ofFileAt: path), path: path, labelColumn: nil)
  }

  private func write(
    _ outcome: Demonstration.Outcome, to out: String, _ demonstration: Demonstration
  ) throws -> [(path: String, content: String)] {
    let paths = (
      model: out + "/model.safetensors", index: out + "/pictures.index",
      sheet: out + "/neighbours.png", curve: out + "/loss.png"
    )
    try outcome.encoder.write(to: paths.model)
    let index = try PictureIndex(
      outcome.embedded, encoder: outcome.encoder, modelPath: paths.model)
    try index.write(to: paths.index)
    // One query from each of eight places spread over the collection.
    let embedded = outcome.embedded.paths
    let queries = try (0..<min(8, embedded.count)).map { row in
      let path = embedded[(2 * row + 1) * embedded.count / 16 % embedded.count]
      return (path: path, image: try Image(contentsOf: path))
    }
    let found = try index.search(queries.map(\.image), count: min(9, embedded.count))
    try searchSheet(queries: queries, neighbors: found.map { Array($0.dropFirst()) }).write(
      to: paths.sheet)
    try lossCurve(outcome.losses, loss: demonstration.configuration.loss.rawValue).write(
      to: paths.curve)
    return [
      (paths.model, "the trained encoder"), (paths.index, "the index of all pictures"),
      (paths.sheet, "eight pictures and their nearest neighbours"),
      (paths.curve, "the loss of each step"),
    ]
  }

  private func measure(
    _ outcome: Demonstration.Outcome, _ value: KeyPath<RepresentationQuality, Double>
  ) -> DemoResult.Measure {
    DemoResult.Measure(
      rawPixels: outcome.rawPixels[keyPath: value], untrained: outcome.untrained[keyPath: value],
      trained: outcome.trained[keyPath: value])
  }
}

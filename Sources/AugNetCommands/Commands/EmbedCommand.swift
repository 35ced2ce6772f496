import AugNet

/// `augnet embed`: pictures become a NumPy file of embeddings.
package struct EmbedCommand: Command {
  private static let paths = RepeatedPositional(
    "PATH", "Pictures, and folders of pictures; subfolders count too.")
  private static let out = Option<String>(
    required: "out", "E.npy", .path,
    "The NumPy file for the embeddings; the paths go to E.paths.txt beside it.")

  package static let definition = CommandDefinition(
    name: "embed",
    summary: "writes the embeddings of pictures to a NumPy file",
    explanation: [
      """
      Writes float32 [n, c], a row for each picture, and a text file with the pictures' paths, one \
      a line, in the same order. A file that cannot be read as a picture is reported and skipped.
      """,
      SharedArguments.precisionExplanation,
    ],
    arguments: [
      paths, SharedArguments.model, out, SharedArguments.preprocess,
      SharedArguments.precision, SharedArguments.threads, SharedArguments.json,
    ],
    examples: [
      .init(
        "augnet embed --model pictures.safetensors ~/Pictures --out pictures.npy",
        "In Python: numpy.load('pictures.npy') and open('pictures.paths.txt').read().splitlines().")
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let out = try arguments[Self.out]
    try checkCanWrite(to: out)
    try checkCanWrite(to: EmbeddedPictures.pathsFile(for: out))
    try SharedArguments.applyThreads(arguments)
    let start = console.now()
    let paths = arguments[Self.paths]
    let prepared = try PreparedEncoder(arguments, for: paths, console)
    let encoder = prepared.encoder
    let embedded = try encoder.embed(paths, console)
    let pathsFile = try embedded.write(to: out)
    try console.printResult(
      EmbedResult(
        embeddingsPath: out, pathsPath: pathsFile, pictureCount: embedded.paths.count,
        dimensionCount: encoder.dimension, skippedCount: embedded.skipped.count,
        shortenedCount: embedded.shortenedCount,
        quantization: prepared.report(on: embedded),
        seconds: NumberText.seconds(console.now() - start)))
  }
}

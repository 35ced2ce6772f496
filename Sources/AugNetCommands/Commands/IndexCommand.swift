import AugNet

/// `augnet index`: a folder of pictures becomes a file to search in.
package struct IndexCommand: Command {
  private static let folder = Positional(
    "DIR", "The folder of pictures; its subfolders count too.")
  private static let out = Option<String>(
    required: "out", "INDEX", .path, "The file for the index.")

  package static let definition = CommandDefinition(
    name: "index",
    summary: "makes a folder of pictures searchable",
    explanation: [
      """
      Embeds every picture once and keeps the embeddings and the paths in one file. 'augnet \
      search' and 'augnet cluster' work on it. The index remembers which encoder made it, and how \
      pictures were prepared for it.
      """,
      "A file that cannot be read as a picture is reported and skipped.",
      SharedArguments.precisionExplanation
        + " The index keeps what was found, and searches in it compute with it.",
    ],
    arguments: [
      folder, SharedArguments.model, out, SharedArguments.preprocess,
      SharedArguments.precision, SharedArguments.threads, SharedArguments.json,
    ],
    examples: [
      .init(
        "augnet index ~/Pictures --model pictures.safetensors --out pictures.index",
        "Then: augnet search pictures.index cat.png")
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let (out, model) = try (arguments[Self.out], arguments[SharedArguments.model])
    try checkCanWrite(to: out)
    try SharedArguments.applyThreads(arguments)
    let start = console.now()
    let folder = try arguments[Self.folder]
    let prepared = try PreparedEncoder(arguments, for: [folder], console)
    let encoder = prepared.encoder
    let embedded = try encoder.embed([folder], console)
    try PictureIndex(embedded, encoder: encoder, modelPath: model).write(to: out)
    try console.printResult(
      IndexResult(
        indexPath: out, modelPath: model, pictureCount: embedded.paths.count,
        dimensionCount: encoder.dimension, skippedCount: embedded.skipped.count,
        shortenedCount: embedded.shortenedCount,
        quantization: prepared.report(on: embedded),
        seconds: NumberText.seconds(console.now() - start)))
  }
}

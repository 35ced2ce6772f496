import AugNet

/// `augnet search`: the pictures of an index that are nearest to given ones.
package struct SearchCommand: Command {
  private static let index = Positional("INDEX", "A file that 'augnet index' has written.")
  private static let queries = RepeatedPositional("PICTURE", "Pictures to search with.")
  private static let count = Option<Int>(
    "k", "N", .atLeast(1), default: 10, "How many neighbours to find for each picture.")
  private static let sheet = Option<String?>(
    "sheet", "SHEET.png", .path,
    "Draws each query and its neighbours as one row of a picture (PNG, or PPM by its name).")
  private static let model = Option<String?>(
    "model", "MODEL", .path, defaultText: "where it was when the index was made",
    "The encoder that made the index, if it has moved.")

  private static let precision = Option<ComputingPrecision?>(
    "precision", "P", .computingPrecision, defaultText: "that of the index",
    "How the network computes: fp32 or int8, which must be how it computed the index.")

  package static let definition = CommandDefinition(
    name: "search",
    summary: "finds the pictures that are most similar to given ones",
    explanation: [
      """
      Prints, for each picture, the nearest pictures of the index with their distances, nearest \
      first. The pictures need not be in the index; one that is finds itself first, at distance 0.
      """
    ],
    arguments: [
      index, queries, count, sheet, model, precision, SharedArguments.threads,
      SharedArguments.json,
    ],
    examples: [
      .init("augnet search pictures.index cat.png", "Prints the ten nearest pictures."),
      .init(
        "augnet search pictures.index cat.png dog.png -k 8 --sheet neighbours.png",
        "Draws two rows of nine pictures as well."),
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let sheet = try arguments[Self.sheet]
    if let sheet { try checkCanWrite(to: sheet) }
    try SharedArguments.applyThreads(arguments)
    let (path, count) = try (arguments[Self.index], arguments[Self.count])
    let index = try PictureIndex(contentsOf: path, modelPath: arguments[Self.model])
    if let precision = try arguments[Self.precision], precision != index.encoder.precision {
      throw CommandFailure(
        "\(path): made with --precision \(index.encoder.precision), not \(precision), and embeddings "
          + "of the two do not belong together; make the index anew with 'augnet index'")
    }
    guard count <= index.entries.count else {
      throw CommandFailure(
        "\(path): \(PictureIndexError.tooFewPictures(wanted: count, count: index.entries.count))")
    }
    var queries: [(path: String, image: Image)] = []
    var skippedCount = 0
    var lastReason = ""
    for path in arguments[Self.queries] {
      do {
        queries.append((path, try Image(contentsOf: path)))
      } catch {
        skippedCount += 1
        lastReason = "\(error)"
        if arguments[Self.queries].count > 1 {
          console.printNotice(SkippedPictures.notice(lastReason))
        }
      }
    }
    guard !queries.isEmpty else {
      throw CommandFailure(
        skippedCount == 1 ? lastReason : "none of the \(skippedCount) pictures can be read")
    }
    let found = try index.search(queries.map(\.image), count: count)
    if let sheet { try searchSheet(queries: queries, neighbors: found).write(to: sheet) }
    try console.printResult(
      SearchResult(
        answers: zip(queries, found).map { query, neighbors in
          SearchResult.Answer(
            query: query.path,
            neighbours: neighbors.map { .init(path: $0.path, distance: Double($0.distance)) })
        }, skippedCount: skippedCount, sheetPath: sheet))
  }
}

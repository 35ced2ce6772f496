/// `augnet cluster`: the pictures of an index in groups.
package struct ClusterCommand: Command {
  private static let index = Positional("INDEX", "A file that 'augnet index' has written.")
  private static let count = Option<Int>(required: "k", "N", .atLeast(1), "How many clusters.")
  private static let labels = Option<String?>(
    "labels", "FILE", .path,
    """
    A table of paths and labels (TSV or CSV, a heading is allowed) to measure the clusters \
    against. Paths are relative to the table's folder, or plain file names.
    """)
  private static let labelColumn = Option<String?>(
    "label-column", "NAME", .name, defaultText: "'label', or the second column",
    "The heading of the table's column of labels.")
  private static let restarts = Option<Int>(
    "restarts", "N", .inRange(1...10_000), default: 20,
    "How many times to begin anew; the best result counts.")

  package static let definition = CommandDefinition(
    name: "cluster",
    summary: "divides the pictures of an index into groups of similar ones",
    explanation: [
      "Runs k-means on the embeddings and prints the members of each cluster.",
      """
      With labels it also prints the accuracy: clusters and labels are matched one to one in the \
      best way, and the pictures whose label is their cluster's are counted.
      """,
    ],
    arguments: [
      index, count, labels, labelColumn, restarts, SharedArguments.seed, SharedArguments.threads,
      SharedArguments.json,
    ],
    examples: [
      .init("augnet cluster pictures.index -k 10", "Prints ten groups of pictures."),
      .init(
        "augnet cluster samples.index -k 12 --labels SampleData/labels.tsv",
        "Prints the accuracy too."),
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    throw CommandFailure("the library is not there yet")
  }
}

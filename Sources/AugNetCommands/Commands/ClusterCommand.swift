import AugNet

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
    let path = try arguments[Self.index]
    let entries = try EmbeddingIndex(contentsOf: path)
    let count = try arguments[Self.count]
    guard count <= entries.count else {
      throw CommandFailure(
        "\(path): \(count) clusters are asked for, and the index has \(NumberText.count(entries.count, "picture")); ask for at most \(entries.count)"
      )
    }
    let labels = try arguments[Self.labels].map { file in
      try LabelTable(
        readText(ofFileAt: file), path: file, labelColumn: arguments[Self.labelColumn])
    }
    try SharedArguments.applyThreads(arguments)
    let clusters = try KMeans(
      KMeans.Configuration(
        clusterCount: count, restarts: arguments[Self.restarts],
        seed: arguments[SharedArguments.seed])
    ).clusters(of: entries.embeddings)
    var members = [[String]](repeating: [], count: count)
    for (path, cluster) in zip(entries.paths, clusters.assignments) {
      members[cluster].append(path)
    }
    try console.printResult(
      ClusterResult(
        clusters: members, inertia: clusters.inertia,
        agreement: try labels.map {
          try Self.agreement(
            entries.paths, clusters.assignments, count, $0, labelsPath: arguments[Self.labels] ?? ""
          )
        }))
  }

  private static func agreement(
    _ paths: [String], _ assignments: [Int], _ clusterCount: Int, _ table: LabelTable,
    labelsPath: String
  ) throws -> ClusterResult.Agreement {
    let labelled = paths.indices.compactMap { index in
      table.label(ofPictureAt: paths[index]).map { (cluster: assignments[index], label: $0) }
    }
    guard !labelled.isEmpty else {
      throw CommandFailure(
        "\(labelsPath): no picture of the index has a row in this table; its paths must be relative to its own folder, or plain file names"
      )
    }
    let names = Set(labelled.map(\.label)).sorted()
    let matching = try ClusterMatching(
      assignments: labelled.map(\.cluster),
      labels: labelled.map { names.firstIndex(of: $0.label) ?? 0 })
    var labelOfCluster = [String?](repeating: nil, count: clusterCount)
    for pair in matching.pairs { labelOfCluster[pair.cluster] = names[pair.label] }
    return ClusterResult.Agreement(
      accuracy: matching.accuracy, labelledCount: labelled.count, labelCount: names.count,
      labelOfCluster: labelOfCluster)
  }
}

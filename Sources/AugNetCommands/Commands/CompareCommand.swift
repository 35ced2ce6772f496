import AugNet

/// `augnet compare`: how far two pictures are apart.
package struct CompareCommand: Command {
  private static let first = Positional("A", "A picture.")
  private static let second = Positional("B", "Another picture.")

  package static let definition = CommandDefinition(
    name: "compare",
    summary: "prints how far two pictures are apart",
    explanation: [
      """
      Prints the Euclidean distance of the two embeddings. 0 means the same to the encoder; what \
      is far depends on the encoder and shows in comparison.
      """
    ],
    arguments: [
      first, second, SharedArguments.model, SharedArguments.preprocess, SharedArguments.threads,
      SharedArguments.json,
    ],
    examples: [
      .init(
        "augnet compare --model pictures.safetensors cat.png dog.png",
        "Prints one number.")
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    try SharedArguments.applyThreads(arguments)
    let encoder = try Encoder(arguments)
    let (first, second) = try (arguments[Self.first], arguments[Self.second])
    let distance = encoder.distance(
      from: try Image(contentsOf: first), to: try Image(contentsOf: second))
    try console.printResult(
      CompareResult(firstPath: first, secondPath: second, distance: Double(distance)))
  }
}

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
      first, second, SharedArguments.model, SharedArguments.threads, SharedArguments.json,
    ],
    examples: [
      .init(
        "augnet compare --model pictures.safetensors cat.png dog.png",
        "Prints one number.")
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    throw CommandFailure("the library is not there yet")
  }
}

/// `augnet info`: what a file holds.
package struct InfoCommand: Command {
  private static let file = Positional("FILE", "A model, an index, a NumPy file or a picture.")

  package static let definition = CommandDefinition(
    name: "info",
    summary: "describes a model, an index, a NumPy file or a picture",
    explanation: [
      "Recognises the file by its content, not by its name, and prints what it holds."
    ],
    arguments: [file, SharedArguments.json],
    examples: [
      .init(
        "augnet info pictures.safetensors",
        "Prints the encoder, its size and how it was trained.")
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    throw CommandFailure("the library is not there yet")
  }
}

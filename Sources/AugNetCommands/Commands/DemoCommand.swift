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
    throw CommandFailure("the library is not there yet")
  }
}

import AugNet

/// `augnet import`: weights of a PyTorch file become an encoder's file.
package struct ImportCommand: Command {
  private static let file = Positional(
    "FILE", "The weights: a PyTorch file (.pth, .pt) or a safetensors file.")
  private static let out = Option<String>(
    required: "out", "MODEL", .path, "The safetensors file for the encoder.")
  private static let precision = Option<EncoderFile.Precision>(
    "precision", "P", .precision, default: .fp32,
    "How weights are stored: fp32, or fp16 for half the size and slightly other embeddings.")

  package static let definition = CommandDefinition(
    name: "import",
    summary: "makes a model of weights from elsewhere",
    explanation: [
      """
      Reads the state dictionary of a ResNet by torchvision's names, or of one of the AugNet authors' \\
      networks, and writes it as a model. Nothing in the file is run. The published weights of AugNet \\
      (model.pth of the Python package imgsim) are recognised.
      """,
      """
      Weights from elsewhere do not say how pictures are to be prepared; they are given the way of the \\
      published ones: shorter side 350 pixels, the whole picture. The other commands take such a file \\
      as it is, too; a model opens faster and is checked once.
      """,
    ],
    arguments: [file, out, precision, SharedArguments.threads, SharedArguments.json],
    examples: [
      .init(
        "augnet import model.pth --out augnet.safetensors",
        "Imports the published encoder: ResNet-50, 768 dimensions.")
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let out = try arguments[Self.out]
    try checkCanWrite(to: out)
    try SharedArguments.applyThreads(arguments)
    let path = try arguments[Self.file]
    let precision = try arguments[Self.precision]
    let encoder = try Encoder(contentsOf: path)
    try encoder.write(to: out, precision: precision)
    // What is written may be rounded, and has a fingerprint of its own.
    let written = try Encoder(contentsOf: out)
    try console.printResult(
      ImportResult(
        modelPath: out, architecture: "\(written.architecture)",
        dimensionCount: written.dimension, preparation: "\(written.file.preparation)",
        tensorCount: written.file.stateDictionary.count, precision: precision.rawValue,
        fingerprint: written.fingerprint))
  }
}

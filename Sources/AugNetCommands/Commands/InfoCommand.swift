import AugNet

/// `augnet info`: what a file holds.
package struct InfoCommand: Command {
  private static let file = Positional(
    "FILE", "A model, other weights (safetensors, PyTorch), an index, a NumPy file or a picture.")

  package static let definition = CommandDefinition(
    name: "info",
    summary: "describes a model, other weights, an index, an array or a picture",
    explanation: [
      """
      Recognises the file by its content, not by its name, and prints what it holds: of weights every \
      tensor's type and shape. Of a PyTorch file nothing is run.
      """
    ],
    arguments: [file, SharedArguments.json],
    examples: [
      .init(
        "augnet info pictures.safetensors",
        "Prints the encoder, its size, how it was trained, and its tensors.")
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let path = try arguments[Self.file]
    let contents = try FileContents(ofFileAt: path)
    try console.printResult(
      InfoResult(facts: Self.facts(of: contents), tensors: Self.tensors(of: contents)))
  }

  private static func tensors(of contents: FileContents) -> [InfoResult.TensorLine] {
    switch contents {
    case .encoder(_, let checkpoint), .tensors(let checkpoint):
      checkpoint.tensors.map { name, tensor in
        InfoResult.TensorLine(
          name: name, type: tensor.elementType.rawValue, shape: tensor.shape.dimensions)
      }
    default: []
    }
  }

  private static func facts(of contents: FileContents) -> [InfoResult.Fact] {
    switch contents {
    case .encoder(let encoder, let checkpoint):
      return [
        .init("kind", "kind", "encoder"),
        .init("format", "format", checkpoint.format.rawValue),
        .init("encoder", "network", "\(encoder.architecture)"),
        .init("dimensions", "dimensions", encoder.architecture.embeddingDimension),
        .init("preparation", "preparation", "\(encoder.preparation)"),
        .init("mean", "mean", list(encoder.normalization.mean)),
        .init(
          "standardDeviation", "standard deviation",
          list(encoder.normalization.standardDeviation)),
        .init("fingerprint", "fingerprint", encoder.makeFingerprint()),
      ] + encoder.notes.sorted { $0.key < $1.key }.map { .init($0.key, $0.key, $0.value) }
    case .tensors(let checkpoint):
      let elements = checkpoint.tensors.reduce(0) { $0 + $1.tensor.shape.count }
      return [
        .init("kind", "kind", "tensors"),
        .init("format", "format", checkpoint.format.rawValue),
        .init("count", "tensors", checkpoint.tensors.count),
        .init("elements", "numbers", elements),
      ] + checkpoint.metadata.sorted { $0.key < $1.key }.map { .init($0.key, $0.key, $0.value) }
    case .index(let index):
      return [
        .init("kind", "kind", "index"), .init("pictures", "pictures", index.count),
        .init("dimensions", "dimensions", index.dimension),
        .init("model", "encoder's file", index.provenance.modelPath),
        .init("fingerprint", "encoder's fingerprint", index.provenance.encoderFingerprint),
        .init("preprocessing", "preparation", index.provenance.preprocessing),
        .init("precision", "precision", "\(index.precision)"),
      ]
    case .array(let array):
      return [
        .init("kind", "kind", "NumPy array"), .init("shape", "shape", "\(array.shape)"),
      ]
    case .picture(let image):
      return [
        .init("kind", "kind", "picture"), .init("width", "width in pixels", image.width),
        .init("height", "height in pixels", image.height),
        .init("channels", "samples a pixel", image.channelCount),
      ]
    }
  }

  private static func list(_ numbers: SIMD3<Float>) -> String {
    "\(numbers.x) \(numbers.y) \(numbers.z)"
  }
}

import AugNet

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
    let path = try arguments[Self.file]
    try console.printResult(InfoResult(facts: Self.facts(of: try FileContents(ofFileAt: path))))
  }

  private static func facts(of contents: FileContents) -> [InfoResult.Fact] {
    switch contents {
    case .encoder(let encoder):
      return [
        .init("kind", "kind", "encoder"),
        .init("encoder", "network", "\(encoder.architecture)"),
        .init("dimensions", "dimensions", encoder.dimension),
        .init("pictureSize", "picture size in pixels", encoder.file.pictureSize),
        .init("mean", "mean", list(encoder.file.normalization.mean)),
        .init(
          "standardDeviation", "standard deviation",
          list(encoder.file.normalization.standardDeviation)),
        .init("fingerprint", "fingerprint", encoder.fingerprint),
      ] + encoder.file.notes.sorted { $0.key < $1.key }.map { .init($0.key, $0.key, $0.value) }
    case .safetensors(let file):
      let elements = file.names.reduce(0) { $0 + (file[$1]?.count ?? 0) }
      return [
        .init("kind", "kind", "safetensors"), .init("tensors", "tensors", file.names.count),
        .init("elements", "numbers", elements),
      ] + file.metadata.sorted { $0.key < $1.key }.map { .init($0.key, $0.key, $0.value) }
    case .index(let index):
      return [
        .init("kind", "kind", "index"), .init("pictures", "pictures", index.count),
        .init("dimensions", "dimensions", index.dimension),
        .init("model", "encoder's file", index.provenance.modelPath),
        .init("fingerprint", "encoder's fingerprint", index.provenance.encoderFingerprint),
        .init("preprocessing", "preparation", index.provenance.preprocessing),
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

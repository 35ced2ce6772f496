import AugNet

/// Arguments that several commands accept and that mean the same in each.
package enum SharedArguments {
  /// One JSON object instead of text.
  package static let json = Flag(
    "json", "Prints the result as one JSON object on standard output, and nothing else there.")

  /// How many threads compute.
  package static let threads = Option<Int?>(
    "threads", "N", .inRange(1...1024), defaultText: "all cores",
    "How many threads compute. The result is the same, to the bit, for any number.")

  /// The file of a trained encoder.
  package static let model = Option<String>(
    required: "model", "MODEL", .path,
    "The encoder: a file that 'augnet train' or 'augnet import' has written, or a PyTorch file.")

  /// How the network computes.
  package static let precision = Option<ComputingPrecision>(
    "precision", "P", .computingPrecision, default: .fp32,
    "How the network computes: fp32, or int8, faster and in less memory, with slightly other embeddings."
  )

  /// What ``precision`` means, for the explanations of commands.
  package static let precisionExplanation = """
    With --precision int8 the network computes in 8-bit integers. How large its numbers become is found \
    first, on every second one of 64 pictures from all over the folder; other folders give slightly \
    other embeddings. Then the report says which share of the nearest neighbours among those 64 pictures \
    is the same as with fp32.
    """

  /// How pictures become what the network reads.
  package static let preprocess = Option<PicturePreparation?>(
    "preprocess", "P", .picturePreparation, defaultText: "as the encoder's file says",
    """
    What the network sees of a picture: center224, the square in its middle with 224 pixels a side, or \
    short350, the whole picture with a short side of 350 pixels; other sizes likewise.
    """)

  /// What makes one run's random numbers differ from another's.
  package static let seed = Option<UInt64>(
    "seed", "S", .seed, default: 0,
    "The random numbers' seed. The same seed gives the same result, to the bit.")

  /// Makes the kernels use the asked number of threads.
  package static func applyThreads(_ arguments: ParsedArguments) throws(UsageError) {
    Parallel.threadCount = try arguments[threads] ?? 0
  }
}

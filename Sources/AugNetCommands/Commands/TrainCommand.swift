import AugNet

/// `augnet train`: a folder of pictures becomes an encoder.
package struct TrainCommand: Command {
  private static let folder = Positional(
    "DIR", "The folder of pictures; its subfolders count too. No labels are needed.")
  private static let out = Option<String>(
    required: "out", "MODEL", .path, "The file for the trained encoder (safetensors).")
  private static let encoder = Option<EncoderArchitecture>(
    "encoder", "NAME", .encoder, default: .small(width: EncoderArchitecture.defaultSmallWidth),
    """
    The network: resnet18, resnet34, resnet50, nin3, nin4, nin5, or small-WIDTH, a ResNet-18 for \
    small pictures with WIDTH channels in its first stage; small alone is small-32.
    """)
  private static let size = Option<Int?>(
    "size", "PIXELS", .inRange(8...1024), defaultText: "48 for small, 224 for the others",
    "The side of the square views.")
  private static let pictures = Option<Int>(
    "pictures", "K", .inRange(2...4096), default: 16,
    "Pictures in a step; each is to be told from the others.")
  private static let views = Option<Int>(
    "views", "M", .inRange(2...256), default: 4,
    "Augmented views of each picture in a step; they are pulled together.")
  private static let steps = Option<Int?>(
    "steps", "N", .atLeast(1), "How long to train, in steps.")
  private static let epochs = Option<Int?>(
    "epochs", "N", .atLeast(1), defaultText: "100, unless --steps or --minutes is given",
    "How long to train, in passes through the pictures.")
  private static let minutes = Option<Double?>(
    "minutes", "N", .positiveNumber(atMost: 100_000), "How long to train, in minutes.")
  private static let recipe = Option<String?>(
    "recipe", "NAME", .recipe, defaultText: "stl, or stl-small for views of 48 pixels or less",
    SharedArguments.recipeExplanation)
  private static let loss = Option<AugNetLoss>(
    "loss", "NAME", .loss, default: .contrast,
    """
    contrast: the distance to the own picture's centre minus that to the nearest other centre. \
    softmax: cross-entropy over the distances to all centres.
    """)
  private static let learningRate = Option<Double>(
    "lr", "X", .positiveNumber(atMost: 1), default: 1e-3, "Adam's learning rate.")

  package static let definition = CommandDefinition(
    name: "train",
    summary: "trains an encoder on a folder of pictures",
    explanation: [
      """
      Learns, without labels, to tell the pictures of a folder apart however they are cropped, \
      turned, flipped or coloured. The encoder turns a picture into a list of numbers, its \
      embedding; similar pictures get embeddings that are close to each other.
      """,
      """
      The loss is shown as it falls. With the loss 'contrast' a value below 0 means that the views \
      of a picture are closer to each other than to any other picture.
      """,
    ],
    arguments: [
      folder, out, encoder, size, pictures, views, steps, epochs, minutes, recipe,
      SharedArguments.asRun, loss,
      learningRate,
      SharedArguments.seed, SharedArguments.threads, SharedArguments.json,
    ],
    examples: [
      .init(
        "augnet train ~/Pictures --out pictures.safetensors --minutes 10",
        "Trains the small encoder for ten minutes."),
      .init(
        "augnet train birds --out birds.safetensors --encoder resnet34 --pictures 80 --views 4",
        "Trains as the method's authors did on STL-10."),
    ])

  package init() {}

  package func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let length = try Self.length(arguments)
    let architecture = try arguments[Self.encoder]
    let viewSize = try arguments[Self.size] ?? Self.usualSize(of: architecture)
    let recipe = try SharedArguments.recipe(
      arguments[Self.recipe], asRun: arguments[SharedArguments.asRun])
    let out = try arguments[Self.out]
    try checkCanWrite(to: out)
    try SharedArguments.applyThreads(arguments)
    let pictures = try readPictures(in: arguments[Self.folder], console)
    let configuration = try TrainingConfiguration(
      architecture: architecture,
      viewSize: viewSize,
      picturesPerStep: arguments[Self.pictures], viewsPerPicture: arguments[Self.views],
      length: length, loss: arguments[Self.loss], learningRate: Float(arguments[Self.learningRate]),
      seed: arguments[SharedArguments.seed],
      recipe: recipe
        ?? SharedArguments.styled(
          viewSize <= 48 ? .stlSmall : .stl, asRun: arguments[SharedArguments.asRun]))
    var training = try makeRun(configuration, pictures, folder: arguments[Self.folder])
    let start = console.now()
    let line = ProgressLine(console, unit: "views")
    var last: TrainingProgress?
    _ = try training.run { progress in
      line.update(trainingPoint(progress))
      last = progress
      return true
    }
    line.finish()
    try Encoder(EncoderFile(training, pictures: pictures)).write(to: out)
    try console.printResult(
      TrainResult(
        modelPath: out, encoder: "\(architecture)", dimensionCount: architecture.embeddingDimension,
        pictureCount: pictures.count, skippedCount: pictures.skipped.count,
        stepCount: training.stepCount, viewCount: last?.viewCount ?? 0,
        loss: Double(last?.meanLoss ?? 0),
        seconds: NumberText.seconds(console.now() - start),
        secondsWaited: training.waitedForViews / .seconds(1)))
  }

  private func makeRun(
    _ configuration: TrainingConfiguration, _ pictures: PictureSet, folder: String
  ) throws -> TrainingRun {
    do throws(TrainingError) {
      return try TrainingRun(configuration, pictures: pictures)
    } catch .tooFewPictures(let count) {
      throw CommandFailure("\(folder): \(TrainingError.tooFewPictures(count))")
    }
  }

  private static func length(
    _ arguments: ParsedArguments
  ) throws -> TrainingConfiguration.Length {
    let lengths = [arguments.isGiven(steps), arguments.isGiven(epochs), arguments.isGiven(minutes)]
    if lengths.count(where: { $0 }) > 1 {
      throw UsageError("train", "give only one of --steps, --epochs and --minutes")
    }
    if let steps = try arguments[steps] { return .steps(steps) }
    if let minutes = try arguments[minutes] { return .seconds(60 * minutes) }
    return try .epochs(arguments[epochs] ?? 100)
  }

  private static func usualSize(of architecture: EncoderArchitecture) -> Int {
    if case .small = architecture { 48 } else { 224 }
  }

  private func readPictures(in folder: String, _ console: Console) throws -> PictureSet {
    let line = ProgressLine(console, unit: "files")
    let pictures = try PictureSet(readingFrom: [folder]) { read, total in
      line.update(.init(reading: read, of: total))
    }
    line.finish()
    var notices = SkippedNotices(console)
    for picture in pictures.skipped { notices.add(picture) }
    notices.finish(otherFiles: pictures.otherFileCount)
    return pictures
  }
}

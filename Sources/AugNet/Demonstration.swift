import DurableFiles
import Figures
import ImageCodecs
import NeuralNetworks
import SamplePictures
import Training

/// The whole way in a few minutes: pictures become an encoder, an index and clusters, and the labels, kept
/// aside until then, tell how good they are.
public struct Demonstration: Sendable {
  /// How the demonstration trains.
  ///
  /// The defaults are what two cores do in about two minutes.
  public var configuration: TrainingConfiguration

  /// Makes a demonstration with the usual encoder.
  public init(seed: UInt64 = 0) {
    configuration = TrainingConfiguration(
      architecture: .small(width: 16), viewSize: 32, picturesPerStep: 12, viewsPerPicture: 4,
      length: .steps(600), loss: .contrast, learningRate: 2e-3, seed: seed,
      recipe: .stlSmall)
  }

  /// What a demonstration found.
  public struct Outcome: Sendable {
    /// Of the pixels themselves.
    public let rawPixels: RepresentationQuality
    /// Of the encoder before training.
    public let untrained: RepresentationQuality
    /// Of the encoder after training.
    public let trained: RepresentationQuality
    /// The trained encoder.
    public let encoder: Encoder
    /// The pictures' embeddings by the trained encoder.
    public let embedded: EmbeddedPictures
    /// The loss of each step.
    public let losses: [Float]
  }

  /// Trains on the pictures of a folder and measures against their labels.
  ///
  /// - Parameters:
  ///   - folder: The pictures.
  ///   - label: The class of the picture with a given path; nil for one without, which is an error.
  ///   - progress: Called after each step; returns false to stop training early.
  public func run(
    onPicturesIn folder: String, label: (_ path: String) -> String?,
    progress: (TrainingProgress) -> Bool = { _ in true }
  ) throws -> Outcome {
    let pictures = try PictureSet(readingFrom: [folder])
    var training = try TrainingRun(configuration, pictures: pictures)
    let images = try pictures.paths.map { try Image(contentsOf: $0) }
    let labels = try Self.labelNumbers(of: pictures.paths, label: label)

    let pixels = pixelPoints(images, side: configuration.viewSize)
    let untrained = try Encoder(EncoderFile(training, pictures: pictures))
    let untrainedPoints = untrained.embed(images)
    let losses = try training.run(progress)
    let encoder = try Encoder(EncoderFile(training, pictures: pictures))
    let embedded = try encoder.embed(filesAt: [folder])
    return Outcome(
      rawPixels: try RepresentationQuality(of: pixels, labels: labels, restarts: 20),
      untrained: try RepresentationQuality(of: untrainedPoints, labels: labels, restarts: 20),
      trained: try RepresentationQuality(of: embedded.embeddings, labels: labels, restarts: 20),
      encoder: encoder, embedded: embedded, losses: losses)
  }

  private static func labelNumbers(
    of paths: [String], label: (String) -> String?
  ) throws -> [Int] {
    let labels = try paths.map { path in
      guard let label = label(path) else { throw DemonstrationError.noLabel(path) }
      return label
    }
    let names = Set(labels).sorted()
    return labels.map { names.firstIndex(of: $0) ?? 0 }
  }
}

/// Why a demonstration cannot be given.
public enum DemonstrationError: Error, Equatable, CustomStringConvertible {
  /// A picture has no label to be measured against.
  case noLabel(String)

  /// One line for the user.
  public var description: String {
    switch self {
    case .noLabel(let path): "\(path): no label for it in labels.tsv; add a line or remove the file"
    }
  }
}

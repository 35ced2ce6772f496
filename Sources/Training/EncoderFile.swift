import Checkpoints
import NeuralNetworks
import Tensors

/// A trained encoder as a file has it: the weights, and how pictures are to be prepared for them.
public struct EncoderFile: Sendable {
  /// The network's shape.
  public let architecture: EncoderArchitecture
  /// The network's weights and running statistics, all finite, by the names and in the layouts of
  /// PyTorch; as far as the file allows it, they are looked at where they lie in it.
  public let stateDictionary: [EncoderNetwork.StateEntry]
  /// How a picture becomes the network's pixels.
  public let preparation: PicturePreparation
  /// How samples become numbers.
  public let normalization: PixelNormalization
  /// What else the file tells, such as the recipe it was trained with; by name.
  public let notes: [String: String]

  /// Puts a file together.
  public init(
    network: EncoderNetwork, preparation: PicturePreparation, normalization: PixelNormalization,
    notes: [String: String]
  ) {
    self.init(
      architecture: network.architecture, stateDictionary: network.stateDictionary(),
      preparation: preparation, normalization: normalization, notes: notes)
  }

  init(
    architecture: EncoderArchitecture, stateDictionary: [EncoderNetwork.StateEntry],
    preparation: PicturePreparation, normalization: PixelNormalization, notes: [String: String]
  ) {
    self.architecture = architecture
    self.stateDictionary = stateDictionary
    self.preparation = preparation
    self.normalization = normalization
    self.notes = notes
  }

  /// The encoder of a run and what it was trained with.
  public init(_ run: TrainingRun, pictures: PictureSet) {
    let configuration = run.configuration
    self.init(
      network: run.network, preparation: .center(configuration.viewSize),
      normalization: pictures.normalization,
      notes: [
        "recipe": configuration.recipe.identifier, "loss": configuration.loss.rawValue,
        "learning_rate": "\(configuration.learningRate)", "seed": "\(configuration.seed)",
        "steps": "\(run.stepCount)", "pictures_per_step": "\(run.picturesPerStep)",
        "views_per_picture": "\(configuration.viewsPerPicture)",
        "training_pictures": "\(pictures.count)",
      ])
  }

  /// The same weights for pictures that are prepared otherwise.
  package func prepared(as preparation: PicturePreparation) -> EncoderFile {
    EncoderFile(
      architecture: architecture, stateDictionary: stateDictionary, preparation: preparation,
      normalization: normalization, notes: notes)
  }

  /// The network with its weights.
  ///
  /// - Throws: If the weights do not fit, which those that were read do.
  public func makeNetwork() throws(StateDictionaryError) -> EncoderNetwork {
    try EncoderNetwork(architecture: architecture, stateDictionary: stateDictionary)
  }
}

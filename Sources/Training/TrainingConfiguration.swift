import ImageAugmentation
import NeuralNetworks

/// What to train and how.
public struct TrainingConfiguration: Sendable {
  /// How long a run takes.
  public enum Length: Sendable, Equatable {
    /// So many steps.
    case steps(Int)
    /// So many passes over all pictures.
    case epochs(Int)
    /// So many seconds of training.
    case seconds(Double)
  }

  /// The network.
  public var architecture: EncoderArchitecture
  /// Width and height of a view in pixels.
  public var viewSize: Int
  /// Pictures in a step, k; at least 2.
  public var picturesPerStep: Int
  /// Views of each picture, m; at least 2.
  public var viewsPerPicture: Int
  /// How long to train.
  public var length: Length
  /// The loss.
  public var loss: AugNetLoss
  /// Adam's step size.
  public var learningRate: Float
  /// Where all randomness comes from.
  public var seed: UInt64
  /// How views are drawn.
  public var recipe: AugmentationRecipe

  /// Makes a configuration; what is not given is as in the authors' STL-10 program.
  public init(
    architecture: EncoderArchitecture = .resnet34, viewSize: Int = 224, picturesPerStep: Int = 80,
    viewsPerPicture: Int = 4, length: Length = .epochs(100), loss: AugNetLoss = .contrast,
    learningRate: Float = 5e-4, seed: UInt64 = 0, recipe: AugmentationRecipe = .stl
  ) {
    self.architecture = architecture
    self.viewSize = viewSize
    self.picturesPerStep = picturesPerStep
    self.viewsPerPicture = viewsPerPicture
    self.length = length
    self.loss = loss
    self.learningRate = learningRate
    self.seed = seed
    self.recipe = recipe
  }
}

/// Why a run cannot begin or go on.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// A step needs at least two pictures to tell apart.
  case tooFewPictures(Int)
  /// A number of the configuration is out of its range.
  case invalidConfiguration(String)
  /// The loss is no finite number any more.
  case diverged(step: Int)

  /// One line for the user.
  public var description: String {
    switch self {
    case .tooFewPictures(let count):
      "training needs at least 2 pictures that can be read, and there is \(count); add pictures"
    case .invalidConfiguration(let text): text
    case .diverged(let step):
      "the loss is not a finite number at step \(step); train with a smaller learning rate"
    }
  }
}

import ImageAugmentation
import NeuralNetworks
import RandomNumbers
import Tensors

/// One run of training: a network, its optimiser and how far they have come.
///
/// Every number is a function of the pictures and the configuration. Which pictures a step sees, and how
/// their views are drawn, follows from the seed, the epoch and the pictures' numbers alone.
public struct TrainingRun: Sendable {
  /// What one step showed.
  public struct Step: Sendable {
    /// The step's number, from 1.
    public let number: Int
    /// The pass over the pictures, from 1.
    public let epoch: Int
    /// The numbers of the pictures it trained on.
    public let pictures: [Int]
    /// The loss before the step's update.
    public let loss: Float
    /// The mean distance of a view to its own picture's centre.
    public let meanOwnDistance: Float
    /// The mean distance of a view to the nearest other centre.
    public let meanNearestOtherDistance: Float
    /// The fraction of views that are nearest to their own centre.
    public let nearestOwnFraction: Float
  }

  /// What is trained and how.
  public let configuration: TrainingConfiguration
  /// The network as it is now.
  public private(set) var network: EncoderNetwork
  /// Steps taken.
  public private(set) var stepCount = 0

  /// How long steps have waited for their views.
  public private(set) var waitedForViews: Duration = .zero

  private let pictures: PictureSet
  private let viewMaker: ViewMaker
  private var optimizer: Adam
  private var epoch = 0
  private var order: [Int] = []
  private var position = 0

  /// Pictures in a step: as configured, or all where there are fewer.
  public let picturesPerStep: Int
  /// Steps in an epoch.
  public let stepsPerEpoch: Int

  /// Makes a run that has not begun.
  ///
  /// - Throws: ``TrainingError`` if there are fewer than two pictures or a number is out of range.
  public init(_ configuration: TrainingConfiguration, pictures: PictureSet) throws(TrainingError) {
    guard pictures.count >= 2 else { throw .tooFewPictures(pictures.count) }
    guard configuration.picturesPerStep >= 2, configuration.viewsPerPicture >= 2 else {
      throw .invalidConfiguration(
        "a step needs at least 2 pictures with 2 views each, not \(configuration.picturesPerStep) with \(configuration.viewsPerPicture)"
      )
    }
    guard configuration.viewSize >= configuration.architecture.smallestInputSide else {
      throw .invalidConfiguration(
        "\(configuration.architecture) needs views of at least \(configuration.architecture.smallestInputSide) pixels, not \(configuration.viewSize)"
      )
    }
    guard configuration.learningRate > 0, configuration.learningRate.isFinite else {
      throw .invalidConfiguration("the learning rate must be positive")
    }
    self.configuration = configuration
    self.pictures = pictures
    viewMaker = ViewMaker(configuration, pictures: pictures)
    picturesPerStep = min(configuration.picturesPerStep, pictures.count)
    stepsPerEpoch = pictures.count / picturesPerStep
    network = EncoderNetwork(configuration.architecture, seed: configuration.seed)
    optimizer = Adam(learningRate: configuration.learningRate)
  }

  /// Takes one step: draws views, goes forward and back, updates the weights.
  ///
  /// - Throws: If a picture can no longer be read, or ``TrainingError/diverged(step:)``.
  public mutating func step() throws -> Step {
    let request = nextRequest()
    let start = ContinuousClock.now
    let views = try viewMaker.views(request)
    waitedForViews += start.duration(to: .now)
    // The next step's views are made while the network works on this one's.
    let here = (epoch, order, position)
    viewMaker.prepare(nextRequest())
    (epoch, order, position) = here
    let embeddings = network.forward(views)
    let evaluation = configuration.loss.valueAndGradient(
      embeddings: embeddings, pictures: picturesPerStep, views: configuration.viewsPerPicture)
    stepCount += 1
    guard evaluation.loss.isFinite, evaluation.gradient.hasOnlyFiniteElements() else {
      throw TrainingError.diverged(step: stepCount)
    }
    network.backward(evaluation.gradient)
    optimizer.update(&network)
    return Step(
      number: stepCount, epoch: request.epoch, pictures: request.pictures, loss: evaluation.loss,
      meanOwnDistance: evaluation.meanOwnDistance,
      meanNearestOtherDistance: evaluation.meanNearestOtherDistance,
      nearestOwnFraction: evaluation.nearestOwnFraction)
  }

  /// Tells the order of pictures from all other draws.
  private static let orderStream: UInt32 = 0x4F52_4445

  /// Which views the next step needs.
  private mutating func nextRequest() -> ViewMaker.Request {
    if position % stepsPerEpoch == 0 {
      order = CounterRandom(
        seed: configuration.seed, UInt32(truncatingIfNeeded: epoch), 0, Self.orderStream
      ).permutation(pictures.count)
      epoch += 1
      position = 0
    }
    let chosen = Array(order[position * picturesPerStep..<(position + 1) * picturesPerStep])
    position += 1
    return ViewMaker.Request(epoch: epoch, pictures: chosen)
  }
}

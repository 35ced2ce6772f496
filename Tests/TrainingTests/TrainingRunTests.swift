import ImageAugmentation
import Kernels
import NeuralNetworks
import Testing

@testable import Training

@Suite(.serialized) struct TrainingRunTests {
  private static func configuration(
    steps: Int = 3, pictures: Int = 4, size: Int = 16, loss: AugNetLoss = .contrast,
    learningRate: Float = 2e-3, seed: UInt64 = 1
  ) -> TrainingConfiguration {
    TrainingConfiguration(
      architecture: .small(width: 4), viewSize: size, picturesPerStep: pictures,
      viewsPerPicture: 2, length: .steps(steps), loss: loss, learningRate: learningRate,
      seed: seed, recipe: .stl)
  }

  private static func trained(
    _ configuration: TrainingConfiguration, on pictures: PictureSet
  ) throws -> [UInt8] {
    var run = try TrainingRun(configuration, pictures: pictures)
    _ = try run.run()
    return try EncoderFile(run, pictures: pictures).safetensors().encoded()
  }

  @Test func givesTheSameBytesWithAnyNumberOfThreadsAndAgain() throws {
    let files = try PictureFiles(count: 6)
    let pictures = try PictureSet(readingFrom: [files.path])
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    for loss in AugNetLoss.allCases {
      let results = try [1, 2, 3, 1].map { threads in
        Parallel.threadCount = threads
        return try Self.trained(Self.configuration(loss: loss), on: pictures)
      }
      #expect(results.allSatisfy { $0 == results[0] }, "\(loss)")
    }
  }

  @Test func dependsOnTheSeed() throws {
    let files = try PictureFiles(count: 4)
    let pictures = try PictureSet(readingFrom: [files.path])
    let first = try TrainingRun(Self.configuration(), pictures: pictures)
    let second = try TrainingRun(Self.configuration(seed: 2), pictures: pictures)
    var runs = [first, second]
    let losses = try runs.indices.map { try runs[$0].run() }
    #expect(losses[0] != losses[1])
    #expect(
      runs[0].network.stateDictionary()[0].value != runs[1].network.stateDictionary()[0].value)
  }

  @Test func doesNotDependOnWhatIsKeptInMemory() throws {
    let files = try PictureFiles(count: 4)
    let kept = try PictureSet(readingFrom: [files.path])
    let some = try PictureSet(readingFrom: [files.path], memoryBudgetInBytes: 6000)
    let none = try PictureSet(readingFrom: [files.path], memoryBudgetInBytes: 0)
    let expected = try Self.trained(Self.configuration(), on: kept)
    #expect(try Self.trained(Self.configuration(), on: some) == expected)
    #expect(try Self.trained(Self.configuration(), on: none) == expected)
  }

  @Test func showsEachPictureOnceAnEpoch() throws {
    let files = try PictureFiles(count: 6)
    let pictures = try PictureSet(readingFrom: [files.path])
    var configuration = Self.configuration(pictures: 3)
    configuration.length = .epochs(3)
    var run = try TrainingRun(configuration, pictures: pictures)
    var steps: [TrainingRun.Step] = []
    let losses = try run.run { progress in
      steps.append(progress.step)
      #expect(progress.viewCount == steps.count * 6)
      #expect(progress.fraction == Double(steps.count) / 6)
      return true
    }
    #expect(losses == steps.map(\.loss) && steps.map(\.number) == Array(1...6))
    #expect(steps.map(\.epoch) == [1, 1, 2, 2, 3, 3])
    let epochs = stride(from: 0, to: 6, by: 2).map { steps[$0].pictures + steps[$0 + 1].pictures }
    for epoch in epochs { #expect(epoch.sorted() == Array(0..<6)) }
    #expect(Set(epochs).count > 1, "the order changes from epoch to epoch")
  }

  @Test func leavesOutTheRestOfAnEpochAndTakesAllOfFewPictures() throws {
    let files = try PictureFiles(count: 5)
    let pictures = try PictureSet(readingFrom: [files.path])
    var uneven = try TrainingRun(Self.configuration(pictures: 2), pictures: pictures)
    #expect(uneven.stepsPerEpoch == 2)
    let steps = try (0..<3).map { _ in try uneven.step() }
    #expect(steps.map(\.epoch) == [1, 1, 2])
    #expect(Set(steps[0].pictures + steps[1].pictures).count == 4)

    var all = try TrainingRun(Self.configuration(pictures: 80), pictures: pictures)
    #expect(all.picturesPerStep == 5 && all.stepsPerEpoch == 1)
    #expect(try all.step().pictures.sorted() == Array(0..<5))
  }

  @Test func endsEarlyWhenToldAndAfterItsTime() throws {
    let files = try PictureFiles(count: 2)
    let pictures = try PictureSet(readingFrom: [files.path])
    var run = try TrainingRun(Self.configuration(steps: 100), pictures: pictures)
    #expect(try run.run { $0.step.number < 2 }.count == 2)
    var configuration = Self.configuration()
    configuration.length = .seconds(1e-6)
    var timed = try TrainingRun(configuration, pictures: pictures)
    #expect(try timed.run().count == 1)
    configuration.length = .epochs(.max)
    var endless = try TrainingRun(configuration, pictures: pictures)
    #expect(try endless.run { _ in false }.count == 1)
  }

  @Test func refusesWhatCannotBeTrained() throws {
    let files = try PictureFiles(count: 2)
    let pictures = try PictureSet(readingFrom: [files.path])
    let one = try PictureSet(readingFrom: [files("picture-10.png")])
    #expect(throws: TrainingError.tooFewPictures(1)) {
      try TrainingRun(Self.configuration(), pictures: one)
    }
    func message(_ change: (inout TrainingConfiguration) -> Void) -> String {
      var configuration = Self.configuration()
      change(&configuration)
      do throws(TrainingError) {
        _ = try TrainingRun(configuration, pictures: pictures)
        return ""
      } catch { return "\(error)" }
    }
    #expect(message { $0.viewSize = 7 } == "small-4 needs views of at least 8 pixels, not 7")
    #expect(message { $0.architecture = .resnet18 }.contains("at least 32 pixels, not 16"))
    #expect(message { $0.picturesPerStep = 1 }.contains("not 1 with 2"))
    #expect(message { $0.viewsPerPicture = 1 }.contains("not 4 with 1"))
    for rate in [0, -1, Float.infinity, .nan] {
      #expect(message { $0.learningRate = rate } == "the learning rate must be positive")
    }
  }

  @Test func stopsWhenTheLossIsNoNumberAnyMore() throws {
    let files = try PictureFiles(count: 4)
    let pictures = try PictureSet(readingFrom: [files.path])
    var run = try TrainingRun(
      Self.configuration(steps: 20, learningRate: 1e30), pictures: pictures)
    do {
      _ = try run.run()
      Issue.record("training went on with a learning rate of 1e30")
    } catch TrainingError.diverged(let step) {
      #expect(step >= 2 && step <= 20)
    }
  }

  @Test(arguments: AugNetLoss.allCases)
  func learnsToTellPicturesApart(_ loss: AugNetLoss) throws {
    let files = try PictureFiles(count: 8)
    let pictures = try PictureSet(readingFrom: [files.path])
    var configuration = Self.configuration(steps: 40, pictures: 8, loss: loss, learningRate: 5e-3)
    configuration.recipe = .stlSmall
    var run = try TrainingRun(configuration, pictures: pictures)
    let losses = try run.run()
    let (begin, end) = (losses.prefix(8).reduce(0, +) / 8, losses.suffix(8).reduce(0, +) / 8)
    #expect(end < begin, "\(loss): \(begin) to \(end)")
  }
}

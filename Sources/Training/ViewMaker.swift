import ImageAugmentation
import Kernels
import Synchronization
import Tensors

/// Makes the views of a step, in the time that threads idle while the network works on the step before.
///
/// Each view is a function of its coordinates, so that it does not matter who makes it and when.
final class ViewMaker: Sendable {
  /// Which views a step needs.
  struct Request: Sendable, Equatable {
    let epoch: Int
    let pictures: [Int]
  }

  private struct Batch {
    var request: Request?
    /// The views of each picture, once they are made.
    var views: [Result<Views, any Error>?] = []
    /// Who makes them.
    var work: BackgroundWork?
  }

  /// The views of one picture, `[size, size, 3]` each.
  private struct Views {
    let samples: [[Float]]
  }

  private let configuration: TrainingConfiguration
  private let pictures: PictureSet
  private let batch = Mutex(Batch())

  init(_ configuration: TrainingConfiguration, pictures: PictureSet) {
    self.configuration = configuration
    self.pictures = pictures
  }

  /// Begins to make the views; they are asked for with the same request later.
  func prepare(_ request: Request) {
    batch.withLock { $0 = Batch(request: request, views: request.pictures.map { _ in nil }) }
    let work = BackgroundWork(request.pictures.count) { number in
      let views = Result { try self.views(of: request.pictures[number], epoch: request.epoch) }
      self.batch.withLock { $0.views[number] = views }
    }
    batch.withLock { $0.work = work }
  }

  /// The normalised views, `[k · m, size, size, 3]`; makes those that are not yet made.
  ///
  /// - Throws: If a picture can no longer be read.
  func views(_ request: Request) throws -> Tensor {
    batch.withLock { $0.work }?.finish()
    if batch.withLock({ $0.request != request }) {
      prepare(request)
      batch.withLock { $0.work }?.finish()
    }
    let made = batch.withLock { batch in
      defer { batch = Batch() }
      return batch.views
    }
    let views = try made.flatMap { try $0?.get().samples ?? [] }
    let size = configuration.viewSize
    return Tensor([views.count, size, size, 3]) { part, output in
      let view = views[part]
      let source = view.span
      for index in 0..<output.count { output[index] = source[index] }
    }
  }

  private func views(of picture: Int, epoch: Int) throws -> Views {
    let size = configuration.viewSize
    let source = try pictures.source(picture)
    let normalization = pictures.normalization
    let parts = (0..<configuration.viewsPerPicture).map { view in
      let parameters = configuration.recipe.drawParameters(
        seed: configuration.seed, epoch: epoch, picture: picture, view: view)
      var view = [Float](repeating: 0, count: size * size * 3)
      var output = view.mutableSpan
      source.render(
        parameters, size: size, mean: normalization.mean,
        standardDeviation: normalization.standardDeviation, into: &output)
      return view
    }
    return Views(samples: parts)
  }
}

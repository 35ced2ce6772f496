import Foundation
import NeuralNetworks
import TestSupport
import Tensors
import Testing

@Suite struct AugNetLossTests {
  /// The loss in double precision, written from its definition.
  private func reference(
    _ loss: AugNetLoss, _ embeddings: [Double], _ pictures: Int, _ views: Int
  ) -> Double {
    let dimension = embeddings.count / (pictures * views)
    let rows = (0..<pictures * views).map {
      Array(embeddings[$0 * dimension..<($0 + 1) * dimension])
    }
    let centers = (0..<pictures).map { picture in
      (0..<dimension).map { axis in
        (0..<views).reduce(0) { $0 + rows[picture * views + $1][axis] } / Double(views)
      }
    }
    let terms = rows.enumerated().map { view, row in
      let own = view / views
      let distances = centers.map { center in
        zip(row, center).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
      }
      switch loss {
      case .contrast:
        let others = distances.indices.filter { $0 != own }.map { distances[$0] }
        return distances[own] - (others.min() ?? .nan)
      case .softmax:
        return distances[own] + log(distances.reduce(0) { $0 + exp(-$1) })
      }
    }
    return terms.reduce(0, +) / Double(terms.count)
  }

  @Test(
    arguments: AugNetLoss.allCases, [(2, 2, 3), (3, 4, 5), (7, 2, 1), (5, 3, 17)])
  func gradientMatchesCentralDifferences(_ loss: AugNetLoss, _ extents: (Int, Int, Int)) {
    let (pictures, views, dimension) = extents
    var random = SeededRandom(71)
    let shape: Shape = [pictures * views, dimension]
    let embeddings = Tensor(shape, random.uniforms(shape.count))
    let evaluation = loss.valueAndGradient(
      embeddings: embeddings, pictures: pictures, views: views)
    let point = DoubleTensor(embeddings)
    let truth = reference(loss, point.values, pictures, views)
    #expect(abs(Double(evaluation.loss) - truth) <= 1e-6 * (1 + abs(truth)))
    let differences = centralDifferences(at: point, weights: [1]) {
      DoubleTensor([1], [reference(loss, $0.values, pictures, views)])
    }
    #expect(relativeError(evaluation.gradient.scalars, differences) <= gradientTolerance)
  }

  @Test func valuesAndGradientsMatchPyTorch() throws {
    for record in try ReferenceRecord.all(in: "losses.jsonl") {
      let loss = try #require(AugNetLoss(rawValue: record.loss ?? ""))
      let pictures = try #require(record.pictures)
      let views = try #require(record.views)
      let dimension = try #require(record.dimension)
      let scale = try #require(record.scale)
      let offset = try #require(record.offset)
      let truth = try #require(record.value)
      let numbers = HashedNumbers.views(pictures: pictures, views: views, size: dimension)
      let embeddings = Tensor([pictures * views, dimension], numbers.map { $0 * scale + offset })
      let evaluation = loss.valueAndGradient(
        embeddings: embeddings, pictures: pictures, views: views)
      let comment: Comment = "\(loss) \(pictures) × \(views) × \(dimension), scale \(scale)"
      let size = evaluation.meanOwnDistance + evaluation.meanNearestOtherDistance
      #expect(abs(Double(evaluation.loss) - truth) <= 1e-5 * (abs(truth) + Double(size)), comment)
      #expect(
        Sketch(evaluation.gradient).relativeError(to: try record.sketch()) <= 2e-5, comment)
    }
  }

  @Test(arguments: AugNetLoss.allCases)
  func singleViewsHaveNoGradientToTheirOwnCentre(_ loss: AugNetLoss) {
    // Two points on a line, each its own centre: each can only be pushed away from the other.
    let evaluation = loss.valueAndGradient(
      embeddings: Tensor([2, 1], [-0.25, 0.5]), pictures: 2, views: 1)
    #expect(evaluation.meanOwnDistance == 0)
    #expect(evaluation.meanNearestOtherDistance == 0.75)
    #expect(evaluation.nearestOwnFraction == 1)
    #expect(evaluation.gradient[0] > 0 && evaluation.gradient[1] == -evaluation.gradient[0])
    if loss == .contrast { #expect(evaluation.loss == -0.75 && evaluation.gradient[0] == 1) }
  }

  @Test(arguments: AugNetLoss.allCases)
  func equalEmbeddingsHaveNoGradient(_ loss: AugNetLoss) {
    let evaluation = loss.valueAndGradient(
      embeddings: Tensor([6, 5], filledWith: 0.3), pictures: 3, views: 2)
    #expect(evaluation.gradient == Tensor([6, 5]))
    #expect(evaluation.nearestOwnFraction == 0)
    #expect(abs(Double(evaluation.loss) - (loss == .contrast ? 0 : log(3))) < 1e-6)
  }

  @Test func firstOfEqualCentresCounts() {
    // The middle point is as far from the left as from the right: it pushes the left one away.
    let evaluation = AugNetLoss.contrast.valueAndGradient(
      embeddings: Tensor([3, 1], [0, -1, 1]), pictures: 3, views: 1)
    // Left and right both push the middle one, in opposite directions; the middle one is pushed
    // from the left one, which is pushed back twice.
    #expect(evaluation.gradient.scalars.map { ($0 * 3).rounded() } == [-1, 2, -1])
  }

  @Test(arguments: AugNetLoss.allCases, [Float.nan, .infinity])
  func notANumberGoesThrough(_ loss: AugNetLoss, _ value: Float) {
    var embeddings = Tensor([4, 3], filledWith: 0.5)
    embeddings[7] = value
    let evaluation = loss.valueAndGradient(embeddings: embeddings, pictures: 2, views: 2)
    #expect(evaluation.loss.isNaN)
  }

  @Test(arguments: AugNetLoss.allCases)
  func farApartEmbeddingsStayFinite(_ loss: AugNetLoss) {
    let evaluation = loss.valueAndGradient(
      embeddings: Tensor([4, 1], [0, 1000, 3000, 5000]), pictures: 2, views: 2)
    #expect(evaluation.loss.isFinite)
    #expect(evaluation.gradient.scalars.allSatisfy { $0.isFinite })
  }

  @Test(arguments: AugNetLoss.allCases)
  func recipeSizedBatchTakesMilliseconds(_ loss: AugNetLoss) {
    var random = SeededRandom(72)
    let embeddings = Tensor([320, 512], random.uniforms(320 * 512))
    let fastest = (0..<3).map { _ in
      ContinuousClock().measure {
        _ = loss.valueAndGradient(embeddings: embeddings, pictures: 80, views: 4)
      }
    }.min()
    #expect(fastest ?? .seconds(1) < .milliseconds(200))
  }
}

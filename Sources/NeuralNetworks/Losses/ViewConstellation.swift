import Tensors

/// The views of a batch, the centres of their pictures and the distances between the two.
struct ViewConstellation {
  private let pictures: Int
  private let views: Int
  private let dimension: Int

  /// The embeddings relative to their mean, [k · m, c].
  ///
  /// Distances stay the same, and no digits cancel where embeddings lie close together and far from
  /// 0, as those of a new network do.
  private let points: Tensor

  /// The mean of each picture's views in the same frame, [k, c].
  private let centers: Tensor

  /// The distance of every view to every centre, [k · m, k].
  let distances: [Float]

  init(embeddings: Tensor, pictures: Int, views: Int) {
    self.pictures = pictures
    self.views = views
    dimension = embeddings.shape[1]
    points = Self.relativeToMean(embeddings)
    centers = Self.means(of: points, groupSize: views)
    distances = points.distances(to: centers).scalars
  }

  /// For every view the nearest centre that is not its own picture's, the first of equals.
  func nearestOtherCenters() -> [Int] {
    (0..<pictures * views).map { view in
      let own = view / views
      let row = view * pictures
      var nearest = own == 0 ? 1 : 0
      for center in nearest + 1..<pictures
      where center != own && distances[row + center] < distances[row + nearest] {
        nearest = center
      }
      return nearest
    }
  }

  /// The gradient by the embeddings of a mean over views.
  ///
  /// With a = slope / d, the views' own part is Σⱼ aᵢⱼ (xᵢ − cⱼ); what the centres get,
  /// Σᵢ aᵢⱼ (cⱼ − xᵢ), is shared out equally among their views.
  ///
  /// - Parameter slopes: The derivatives of each view's term by the distances, [k · m, k].
  func gradient(slopes: [Float]) -> Tensor {
    let count = pictures * views
    let pulls = zip(slopes, distances).map { slope, distance in
      distance == 0 ? 0 : slope / distance / Float(count)
    }
    var viewPulls = [Double](repeating: 0, count: count)
    var centerPulls = [Double](repeating: 0, count: pictures)
    for view in 0..<count {
      for center in 0..<pictures {
        let pull = Double(pulls[view * pictures + center])
        viewPulls[view] += pull
        centerPulls[center] += pull
      }
    }
    let pullMatrix = Tensor([count, pictures], pulls)
    let toCenters = Tensor.matrixProduct(pullMatrix, centers).scalars
    let toPoints = Tensor.matrixProduct(pullMatrix, leftTransposed: true, points).scalars
    let points = points.scalars
    let centers = centers.scalars
    var gradient = [Float](repeating: 0, count: points.count)
    for view in 0..<count {
      let own = view / views
      for axis in 0..<dimension {
        let (index, ownIndex) = (view * dimension + axis, own * dimension + axis)
        let direct = viewPulls[view] * Double(points[index]) - Double(toCenters[index])
        let shared = centerPulls[own] * Double(centers[ownIndex]) - Double(toPoints[ownIndex])
        gradient[index] = Float(direct + shared / Double(views))
      }
    }
    return Tensor([count, dimension], gradient)
  }

  private static func relativeToMean(_ embeddings: Tensor) -> Tensor {
    let dimension = embeddings.shape[1]
    let count = embeddings.shape[0]
    let scalars = embeddings.scalars
    var mean = [Double](repeating: 0, count: dimension)
    for row in 0..<count {
      for axis in 0..<dimension { mean[axis] += Double(scalars[row * dimension + axis]) }
    }
    for axis in 0..<dimension { mean[axis] /= Double(count) }
    var result = scalars
    for row in 0..<count {
      for axis in 0..<dimension {
        let index = row * dimension + axis
        result[index] = Float(Double(scalars[index]) - mean[axis])
      }
    }
    return Tensor(embeddings.shape, result)
  }

  /// The mean of each `groupSize` rows that follow each other.
  private static func means(of points: Tensor, groupSize: Int) -> Tensor {
    let dimension = points.shape[1]
    let groupCount = points.shape[0] / groupSize
    let scalars = points.scalars
    var sums = [Double](repeating: 0, count: groupCount * dimension)
    for row in 0..<groupCount * groupSize {
      for axis in 0..<dimension {
        sums[row / groupSize * dimension + axis] += Double(scalars[row * dimension + axis])
      }
    }
    return Tensor([groupCount, dimension], sums.map { Float($0 / Double(groupSize)) })
  }
}

import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How well the views of each picture keep together and apart from other pictures.
///
/// Of k pictures with m views each, centre i is the mean of the embeddings of picture i's views, and
/// d the Euclidean distance of a view to a centre. Gradients flow through the centres; a distance of
/// 0 has gradient 0; among equally near centres the first counts.
///
/// Source: Chen, Hu, Schlesinger, Wang, "AugNet: End-to-End Unsupervised Visual Representation
/// Learning with Image Augmentation" (2021) and its authors' code.
public enum AugNetLoss: String, Sendable, CaseIterable {
  /// The mean over views of d to the own centre less d to the nearest other centre.
  case contrast
  /// The mean over views of the cross-entropy of softmax(−d) against the own centre.
  case softmax

  /// The loss of a batch and its gradient.
  ///
  /// Numbers that are not finite go through: the loss is then not finite either.
  ///
  /// - Parameters:
  ///   - embeddings: [k · m, c], the views of a picture next to each other.
  ///   - pictures: k, at least 2.
  ///   - views: m, at least 1.
  package func valueAndGradient(
    embeddings: Tensor, pictures: Int, views: Int
  ) -> LossEvaluation {
    precondition(pictures >= 2 && views >= 1, "a loss compares 2 pictures at least")
    precondition(
      embeddings.shape.rank == 2 && embeddings.shape[0] == pictures * views,
      "\(pictures) pictures × \(views) views are not \(embeddings.shape)")
    let constellation = ViewConstellation(
      embeddings: embeddings, pictures: pictures, views: views)
    let neighbours = constellation.nearestOtherCenters()
    var slopes = [Float](repeating: 0, count: constellation.distances.count)
    var sum = 0.0
    var ownSum = 0.0
    var otherSum = 0.0
    var nearestOwnCount = 0
    for view in 0..<pictures * views {
      let own = view / views
      let distances = constellation.distances[view * pictures..<(view + 1) * pictures]
      let ownDistance = distances[distances.startIndex + own]
      let otherDistance = distances[distances.startIndex + neighbours[view]]
      ownSum += Double(ownDistance)
      otherSum += Double(otherDistance)
      if ownDistance < otherDistance { nearestOwnCount += 1 }
      switch self {
      case .contrast:
        sum += Double(ownDistance) - Double(otherDistance)
        slopes[view * pictures + own] = 1
        slopes[view * pictures + neighbours[view]] = -1
      case .softmax:
        sum += Self.addCrossEntropySlopes(of: distances, own: own, to: &slopes)
      }
    }
    let count = Double(pictures * views)
    return LossEvaluation(
      loss: Float(sum / count), gradient: constellation.gradient(slopes: slopes),
      meanOwnDistance: Float(ownSum / count), meanNearestOtherDistance: Float(otherSum / count),
      nearestOwnFraction: Float(Double(nearestOwnCount) / count))
  }

  /// −log softmax(−d)[own], its derivatives by d being added to `slopes` at the same indices.
  private static func addCrossEntropySlopes(
    of distances: ArraySlice<Float>, own: Int, to slopes: inout [Float]
  ) -> Double {
    // The largest exponent is 0, so that nothing overflows.
    let nearest = Double(distances.min() ?? 0)
    let weights = distances.map { exp(nearest - Double($0)) }
    let total = weights.reduce(0, +)
    for (index, weight) in zip(distances.indices, weights) {
      slopes[index] -= Float(weight / total)
    }
    slopes[distances.startIndex + own] += 1
    return Double(distances[distances.startIndex + own]) - nearest + log(total)
  }
}

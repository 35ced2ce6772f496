import RandomNumbers
import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension KMeans.Problem {
  /// The first centres by greedy k-means++.
  ///
  /// A candidate is drawn with a probability proportional to its squared distance to the nearest
  /// centre so far; of 2 + ⌊ln k⌋ candidates the one is taken that leaves the smallest sum of those
  /// squared distances, ties going to the candidate drawn first.
  func seeding(_ random: CounterRandom) -> Tensor {
    let candidateCount = 2 + Int(log(Double(clusterCount)))
    var chosen = [min(Int(random.fraction(0) * Double(pointCount)), pointCount - 1)]
    var closest = points.squaredDistances(to: rows(chosen)).scalars
    while chosen.count < clusterCount {
      let candidates = (0..<candidateCount).compactMap {
        drawPoint(by: closest, at: random.fraction(chosen.count * candidateCount + $0))
      }
      guard !candidates.isEmpty else {
        // Every point coincides with a centre.
        chosen.append((0..<pointCount).first { !chosen.contains($0) } ?? 0)
        continue
      }
      let (best, distances) = bestCandidate(candidates, closest: closest)
      chosen.append(best)
      closest = distances
    }
    return rows(chosen)
  }

  /// The first point at which the running sum of `weights` is beyond `fraction` of their sum; nil if
  /// all are 0.
  private func drawPoint(by weights: [Float], at fraction: Double) -> Int? {
    let threshold = fraction * weights.reduce(0) { $0 + Double($1) }
    var sum = 0.0
    for (point, weight) in weights.enumerated() {
      sum += Double(weight)
      if sum > threshold { return point }
    }
    // Rounding may leave the sum at the threshold.
    return weights.lastIndex { $0 > 0 }
  }

  /// The candidate that leaves the smallest sum of squared distances, and those distances.
  private func bestCandidate(
    _ candidates: [Int], closest: [Float]
  ) -> (candidate: Int, closest: [Float]) {
    let distances = points.squaredDistances(to: rows(candidates)).scalars
    var sums = [Double](repeating: 0, count: candidates.count)
    for point in 0..<pointCount {
      for column in candidates.indices {
        sums[column] += Double(min(closest[point], distances[point * candidates.count + column]))
      }
    }
    var best = 0
    for column in candidates.indices where sums[column] < sums[best] { best = column }
    let updated = (0..<pointCount).map {
      min(closest[$0], distances[$0 * candidates.count + best])
    }
    return (candidates[best], updated)
  }

  private func rows(_ numbers: [Int]) -> Tensor {
    Tensor(
      [numbers.count, dimension],
      numbers.flatMap { elements[$0 * dimension..<($0 + 1) * dimension] })
  }
}

extension CounterRandom {
  /// Number `index` of this stream, uniform in [0, 1), with 32 random bits.
  fileprivate func fraction(_ index: Int) -> Double { Double(word(index)) * 0x1p-32 }
}

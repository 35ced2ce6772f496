import Kernels
import MicrokernelTemplates
import TestSupport

extension MicrokernelTests {
  static func distanceTile(
    _ tile: DistanceTile, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let problem = DistanceProblem(tile.rows, tile.columns, &random)
    return problem.trial { distances, numbers in
      tile.function(
        problem.dimensions, problem.query, problem.queryCount, problem.point, problem.pointCount,
        problem.limits, &distances, &numbers, problem.ahead, 3)
    } tolerance: { _, _, distance in
      distance
    }
  }

  static func expandedDistanceTile(
    _ tile: ExpandedDistanceTile, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let problem = DistanceProblem(tile.rows, tile.columns, &random)
    // A row of norms for each query, as the tile has them.
    let queryNorms = (0..<16).map {
      Float(problem.norm(problem.query, min($0 / tile.columns, problem.queryCount - 1)))
    }
    let pointNorms = (0..<max(problem.pointCount, 1)).map {
      Float($0 < problem.pointCount ? problem.norm(problem.point, $0) : 0)
    }
    return problem.trial { distances, numbers in
      tile.function(
        problem.dimensions, problem.query, problem.queryCount, problem.point, problem.pointCount,
        problem.limits, &distances, &numbers, problem.ahead, 3, queryNorms, pointNorms)
    } tolerance: { q, p, _ in
      2 * (problem.norm(problem.query, q) + problem.norm(problem.point, p))
    }
  }
}

/// Random vectors for a tile of distances.
private struct DistanceProblem {
  let dimensions: Int
  let queryCount: Int
  let pointCount: Int
  let query: [Float]
  let point: [Float]
  let ahead: [Float]
  /// Limits that no distance comes near to, so that which tiles are near does not hang on rounding.
  let limits: [Float]
  private let columns: Int

  init(_ rows: Int, _ columns: Int, _ random: inout SeededRandom) {
    self.columns = columns
    dimensions = random.extent(upTo: 257)
    queryCount = random.integer(in: 1...rows)
    pointCount = random.integer(in: 0...40)
    query = random.uniforms(queryCount * dimensions)
    point = random.uniforms(max(pointCount * dimensions, 1))
    ahead = random.uniforms(16 * 3 * 40)
    limits = (0..<16).map { _ in random.element(of: [-1, 1e9]) }
  }

  func norm(_ vectors: [Float], _ number: Int) -> Double {
    vectors[number * dimensions..<(number + 1) * dimensions].reduce(0) {
      $0 + Double($1) * Double($1)
    }
  }

  /// Distances of all tiles, how many tiles are near and which; each distance is allowed an error
  /// of (d / 16 + 10) · 2⁻²⁴ times what `tolerance` gives.
  func trial(
    _ run: (_ distances: inout [Float], _ nearTiles: inout [Int32]) -> Int,
    tolerance: (_ query: Int, _ point: Int, _ distance: Double) -> Double
  ) -> MicrokernelTrial {
    let tiles = (pointCount + columns - 1) / columns
    var result = guarded(tiles * 16)
    var numbers = [Int32](repeating: -7, count: tiles + 1)
    let nearCount = run(&result, &numbers)
    var trial = MicrokernelTrial(
      actual: unguarded(result, tiles * 16) + [Float(nearCount)]
        + numbers.prefix(nearCount).map { Float($0) },
      expected: [], tolerance: [],
      problem: "\(queryCount) queries, \(pointCount) points of \(dimensions) dimensions")
    for place in 0..<tiles * 16 {
      let q = min(place % 16 / columns, queryCount - 1)
      let p = min(place / 16 * columns + place % columns, pointCount - 1)
      var sum = 0.0
      for d in 0..<dimensions {
        let difference = Double(point[p * dimensions + d]) - Double(query[q * dimensions + d])
        sum += difference * difference
      }
      trial.expected.append(sum)
      trial.tolerance.append(
        Double(dimensions / 16 + 10) * epsilon / 2 * tolerance(q, p, sum))
    }
    let near = limits.contains(1e9) ? (0..<tiles).map(Double.init) : []
    trial.expected += [Double(near.count)] + near
    trial.tolerance += [Double](repeating: 0, count: near.count + 1)
    return trial
  }
}

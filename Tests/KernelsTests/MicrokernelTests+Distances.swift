import Kernels
import MicrokernelTemplates
import TestSupport

extension MicrokernelTests {
  /// Distances of all tiles, the numbers of near ones and how many there are.
  static func distanceTile(
    _ tile: DistanceTile, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let dimensions = random.extent(upTo: 257)
    let queryCount = random.integer(in: 1...tile.rows)
    let pointCount = random.integer(in: 0...40)
    let tiles = (pointCount + tile.columns - 1) / tile.columns
    let query = random.uniforms(queryCount * dimensions)
    let point = random.uniforms(max(pointCount * dimensions, 1))
    let ahead = random.uniforms(16 * 3 * max(tiles, 1))
    // Limits that no distance comes near to, so that which tiles are near does not hang on rounding.
    let limits = (0..<16).map { _ in random.element(of: [-1, 1e9]) as Float }
    var result = guarded(tiles * 16)
    var numbers = [Int32](repeating: -7, count: tiles + 1)
    let nearCount = tile.function(
      dimensions, query, queryCount, point, pointCount, limits, &result, &numbers, ahead, 3)

    let isNear = limits.contains(1e9)
    var trial = MicrokernelTrial(
      actual: unguarded(result, tiles * 16) + [Float(nearCount)]
        + numbers.prefix(nearCount).map { Float($0) },
      expected: [], tolerance: [],
      problem: "\(queryCount) queries, \(pointCount) points of \(dimensions) dimensions")
    for place in 0..<tiles * 16 {
      let q = min(place % 16 / tile.columns, queryCount - 1)
      let p = min(place / 16 * tile.columns + place % tile.columns, pointCount - 1)
      var sum = 0.0
      for d in 0..<dimensions {
        let difference = Double(point[p * dimensions + d]) - Double(query[q * dimensions + d])
        sum += difference * difference
      }
      trial.expected.append(sum)
      // Two roundings of the difference and one of the square, a chain of a sixteenth of the dimensions, a tree
      // of four additions.
      trial.tolerance.append(Double(dimensions / 16 + 9) * epsilon / 2 * sum)
    }
    let near = isNear ? (0..<tiles).map(Double.init) : []
    trial.expected += [Double(near.count)] + near
    trial.tolerance += [Double](repeating: 0, count: near.count + 1)
    return trial
  }
}

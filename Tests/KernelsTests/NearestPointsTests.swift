import CPUFeatures
import Kernels
import TestSupport
import Testing

/// Nearest points against all distances, sorted.
@Suite struct NearestPointsTests {
  /// A set of vectors.
  enum Kind: CaseIterable {
    case random, duplicated, clusteredFarAway, equal

    func vectors(_ count: Int, _ dimensions: Int, _ random: inout SeededRandom) -> [Float] {
      (0..<count * dimensions).map { _ in
        switch self {
        case .random: random.uniform()
        case .duplicated: Float(random.integer(in: 0...1))
        case .clusteredFarAway: 1000 + Float(random.integer(in: 0...3)) * 0x1p-13
        case .equal: 0.3
        }
      }
    }
  }

  @Test(arguments: Kind.allCases, KernelSet.all.map(\.level))
  func areTheFirstOfAllSorted(_ kind: Kind, _ level: InstructionSetLevel) throws {
    let kernels = try #require(KernelSet.all.first { $0.level == level })
    var random = SeededRandom(91)
    for round in 0..<60 {
      let count = random.element(of: [0, 1, 1, 2, 3, 4, 5, 17, 131])
      let pointCount = random.element(of: [0, 1, 2, 15, 16, 17, 97, 499, 1500])
      let dimensions = random.element(of: [0, 1, 2, 3, 13, 16, 17, 47, 64, 97])
      let kept = random.element(of: [1, 2, 10, 100, 2000])
      let knowsNorms = random.integer(in: 0...2) > 0
      let queries = kind.vectors(count, dimensions, &random) + [0]
      let points = kind.vectors(pointCount, dimensions, &random) + [0]
      var distances = [Float](repeating: .nan, count: count * kept + 1)
      var indices = [Int32](repeating: -7, count: count * kept + 1)
      var norms = [Float](repeating: .nan, count: pointCount + 1)
      kernels.squaredDistances(
        pointCount, 1, dimensions: dimensions, queries: points,
        points: [Float](repeating: 0, count: dimensions + 1), result: &norms)
      norms.withUnsafeBufferPointer { norms in
        kernels.nearestPoints(
          count, pointCount, dimensions: dimensions, queries: queries, points: points,
          pointNorms: knowsNorms ? norms.baseAddress : nil, keptCount: kept,
          distances: &distances, indices: &indices)
      }
      #expect(indices[count * kept] == -7, "wrote behind the result")

      var all = [Float](repeating: .nan, count: count * pointCount + 1)
      kernels.squaredDistances(
        count, pointCount, dimensions: dimensions, queries: queries, points: points, result: &all)
      for query in 0..<count {
        let row = Array(all[query * pointCount..<(query + 1) * pointCount])
        #expect(
          !(0..<pointCount).contains { point in
            isOff(row[point], queries, query, points, point, dimensions)
          }, "seed 91, round \(round), distances")
        let order = row.indices.sorted { (row[$0], $0) < (row[$1], $1) }.prefix(kept)
        let missing = kept - order.count
        let place = query * kept..<(query + 1) * kept
        #expect(
          Array(indices[place])
            == order.map { Int32($0) } + [Int32](repeating: -1, count: missing),
          "seed 91, round \(round), \(count) × \(pointCount) × \(dimensions)")
        #expect(
          Array(distances[place])
            == order.map { row[$0] } + [Float](repeating: .infinity, count: missing))
      }
    }
  }

  private func isOff(
    _ distance: Float, _ queries: [Float], _ query: Int, _ points: [Float], _ point: Int,
    _ dimensions: Int
  ) -> Bool {
    var sum = 0.0
    for d in 0..<dimensions {
      let difference =
        Double(queries[query * dimensions + d]) - Double(points[point * dimensions + d])
      sum += difference * difference
    }
    return !(abs(Double(distance) - sum) <= Double(dimensions / 16 + 9) * 0x1p-24 * sum)
  }
}

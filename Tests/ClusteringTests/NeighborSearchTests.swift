import Clustering
import Tensors
import TestSupport
import Testing

struct NeighborSearchTests {
  /// All points ranked by the double-precision squared distance, ties by number.
  static func ranking(_ points: Tensor, _ query: [Float], excluding excluded: Int? = nil) -> [Int] {
    let dimension = query.count
    let distances = (0..<points.shape[0]).map { point in
      query.indices.reduce(0.0) { sum, column in
        let difference = Double(query[column]) - Double(points[point * dimension + column])
        return sum + difference * difference
      }
    }
    return distances.indices.filter { $0 != excluded }.sorted {
      (distances[$0], $0) < (distances[$1], $1)
    }
  }

  @Test func ranksAsADoublePrecisionSearchDoes() {
    var random = SeededRandom(41)
    for round in 0..<300 {
      let count = random.integer(in: 1...60)
      let dimension = random.integer(in: 1...20)
      // Coarse values make ties and duplicates, nearly equal ones make rounding decide.
      let style = random.integer(in: 0...3)
      let value = { (random: inout SeededRandom) -> Float in
        switch style {
        case 0: random.uniform()
        case 1: Float(random.integer(in: -1...1))
        case 2: 1000 + Float(random.integer(in: 0...3)) * 0x1p-13
        default: random.uniform() * 1e-22
        }
      }
      let points = Tensor([count, dimension], (0..<count * dimension).map { _ in value(&random) })
      let queries = Tensor([4, dimension], (0..<4 * dimension).map { _ in value(&random) })
      let wanted = random.integer(in: 1...70)
      let found = NeighborSearch(points: points).neighbors(of: queries, count: wanted)
      for query in 0..<4 {
        let elements = (0..<dimension).map { queries[query * dimension + $0] }
        #expect(
          found[query].map(\.index) == Array(Self.ranking(points, elements).prefix(wanted)),
          "seed \(random.seed), round \(round)")
      }
    }
  }

  @Test func leavesOutTheQueryItself() {
    var random = SeededRandom(42)
    let points = Tensor([30, 3], (0..<90).map { _ in Float(random.integer(in: 0...1)) })
    let found = NeighborSearch(points: points).neighbors(of: points, count: 7, excludingOwn: true)
    for own in 0..<30 {
      let query = (0..<3).map { points[own * 3 + $0] }
      #expect(
        found[own].map(\.index) == Array(Self.ranking(points, query, excluding: own).prefix(7)))
    }
  }

  @Test func returnsNothingWhenNothingIsWantedOrThere() {
    let search = NeighborSearch(points: Tensor([2, 1], [1, 2]))
    #expect(search.neighbors(of: Tensor([1, 1], [0]), count: 0) == [[]])
    #expect(search.neighbors(of: Tensor([0, 1], []), count: 1).isEmpty)
    #expect(
      NeighborSearch(points: Tensor([0, 1], [])).neighbors(of: Tensor([1, 1], [0]), count: 3) == [
        []
      ])
  }
}

import Clustering
import TestSupport
import Testing

struct HungarianAlgorithmTests {
  @Test func findsTheCostThatTheReferenceFinds() throws {
    for problem in try ClusteringReference.read().assignmentProblems {
      let matching = HungarianAlgorithm(
        costs: problem.costs, rows: problem.rows, columns: problem.columns
      ).matching()
      let pairs = matching.enumerated().compactMap { row, column in column.map { (row, $0) } }
      #expect(matching.count == problem.rows)
      #expect(pairs.count == min(problem.rows, problem.columns))
      #expect(Set(pairs.map(\.1)).count == pairs.count)
      let cost = pairs.reduce(0) { $0 + problem.costs[$1.0 * problem.columns + $1.1] }
      #expect(abs(cost - problem.cost) < 1e-9)
    }
  }

  @Test func isAsGoodAsTryingEveryMatching() {
    var random = SeededRandom(17)
    for _ in 0..<400 {
      let rows = random.integer(in: 1...5)
      let columns = random.integer(in: 1...6)
      let highest = random.element(of: [1, 3, 50])
      let costs = (0..<rows * columns).map { _ in Double(random.integer(in: -highest...highest)) }
      let matching = HungarianAlgorithm(costs: costs, rows: rows, columns: columns).matching()
      let cost = matching.enumerated().reduce(0.0) { sum, pair in
        sum + (pair.element.map { costs[pair.offset * columns + $0] } ?? 0)
      }
      #expect(matching.count { $0 != nil } == min(rows, columns), "seed \(random.seed)")
      #expect(cost == Self.lowestCost(costs, rows, columns), "seed \(random.seed)")
    }
  }

  @Test func nothingMatchesNothing() {
    #expect(HungarianAlgorithm(costs: [], rows: 0, columns: 0).matching().isEmpty)
    #expect(HungarianAlgorithm(costs: [], rows: 2, columns: 0).matching() == [nil, nil])
    #expect(HungarianAlgorithm(costs: [], rows: 0, columns: 3).matching().isEmpty)
  }

  /// The lowest cost of all matchings of as many pairs as there are rows or columns.
  private static func lowestCost(_ costs: [Double], _ rows: Int, _ columns: Int) -> Double {
    func lowest(_ row: Int, _ used: Set<Int>, _ skips: Int) -> Double {
      if row == rows { return 0 }
      var best = skips > 0 ? lowest(row + 1, used, skips - 1) : .infinity
      for column in 0..<columns where !used.contains(column) {
        best = min(
          best, costs[row * columns + column] + lowest(row + 1, used.union([column]), skips))
      }
      return best
    }
    return lowest(0, [], max(rows - columns, 0))
  }
}

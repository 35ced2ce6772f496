import RandomNumbers
import Testing

@Suite struct CounterRandomDistributionsTests {
  @Test func normalsHaveTheMomentsOfTheNormalDistribution() {
    let random = CounterRandom(seed: 11, 5)
    let count = 40_000
    var moments = [0.0, 0.0, 0.0, 0.0]
    var beyondTwo = 0
    for index in 0..<count {
      let value = Double(random.normal(index))
      #expect(value.isFinite)
      var power = 1.0
      for order in 0..<4 {
        power *= value
        moments[order] += power / Double(count)
      }
      if abs(value) > 2 { beyondTwo += 1 }
    }
    // The variances of the first four powers are 1, 2, 15 and 96.
    let root = Double(count).squareRoot()
    #expect(abs(moments[0]) < 5 / root)
    #expect(abs(moments[1] - 1) < 5 * 2.0.squareRoot() / root)
    #expect(abs(moments[2]) < 5 * 15.0.squareRoot() / root)
    #expect(abs(moments[3] - 3) < 5 * 96.0.squareRoot() / root)
    #expect(abs(Double(beyondTwo) / Double(count) - 0.0455) < 5 * 0.2084 / root)
  }

  @Test func neighbouringNormalsAreUncorrelated() {
    let random = CounterRandom(seed: 12)
    let count = 20_000
    let sum = (0..<count).reduce(0.0) { total, index in
      total + Double(random.normal(index)) * Double(random.normal(index + 1))
    }
    #expect(abs(sum) < 5 * Double(count).squareRoot())
  }

  @Test(arguments: [0, 1, 2, 3, 10, 1000])
  func permutationsHoldEveryNumberOnce(_ count: Int) {
    let order = CounterRandom(seed: 13, UInt32(count)).permutation(count)
    #expect(order.sorted() == Array(0..<count))
  }

  @Test func permutationsAreEquallyLikely() {
    var hits: [[Int]: Int] = [:]
    let count = 12_000
    for stream in 0..<UInt32(count) {
      hits[CounterRandom(seed: 14, stream).permutation(4), default: 0] += 1
    }
    #expect(hits.count == 24)
    let expected = Double(count) / 24
    let chiSquare = hits.values.reduce(0.0) { sum, hit in
      sum + (Double(hit) - expected) * (Double(hit) - expected) / expected
    }
    // 23 degrees of freedom: above 49.7 once in a thousand.
    #expect(chiSquare < 49.7)
  }
}

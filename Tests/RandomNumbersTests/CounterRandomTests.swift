import RandomNumbers
import Testing

@Suite struct CounterRandomTests {
  /// The three `philox4x32 10` lines of Random123's `tests/kat_vectors`: counter, key, result.
  @Test(
    arguments: [
      (
        SIMD4(0, 0, 0, 0), SIMD2(0, 0),
        SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)
      ),
      (
        SIMD4(repeating: 0xFFFF_FFFF), SIMD2(repeating: 0xFFFF_FFFF),
        SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
      ),
      (
        SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
        SIMD2(0xA409_3822, 0x299F_31D0),
        SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
      ),
    ] as [(SIMD4<UInt32>, SIMD2<UInt32>, SIMD4<UInt32>)])
  func blocksAreThePublishedOnes(
    _ counter: SIMD4<UInt32>, _ key: SIMD2<UInt32>, _ expected: SIMD4<UInt32>
  ) {
    let seed = UInt64(key.x) | UInt64(key.y) << 32
    let random = CounterRandom(seed: seed, counter.y, counter.z, counter.w)
    #expect(random.block(at: counter.x) == expected)
  }

  @Test func wordsAreTheBlocksInOrder() {
    let random = CounterRandom(seed: 99, 1, 2, 3)
    for index in 0..<40 {
      #expect(random.word(index) == random.block(at: UInt32(index / 4))[index % 4])
    }
  }

  @Test func uniformsFillTheUnitInterval() {
    let random = CounterRandom(seed: 4)
    let count = 40_000
    var bins = [Int](repeating: 0, count: 20)
    for index in 0..<count {
      let value = random.uniform(index)
      #expect(value >= 0 && value < 1)
      bins[Int(value * 20)] += 1
    }
    let expected = Double(count) / 20
    let chiSquare = bins.reduce(0.0) { sum, hits in
      sum + (Double(hits) - expected) * (Double(hits) - expected) / expected
    }
    // 19 degrees of freedom: above 43.8 once in a thousand.
    #expect(chiSquare < 43.8)
  }

  @Test func uniformsOfARangeStayInIt() {
    let random = CounterRandom(seed: 5)
    for (lower, upper): (Float, Float) in [(0.2, 1), (-35, 35), (-150, 50), (0.75, 1.25), (3, 3)] {
      for index in 0..<2000 {
        #expect((lower...upper).contains(random.uniform(index, in: lower...upper)))
      }
    }
  }

  @Test(arguments: [1, 2, 3, 6, 7, 10])
  func integersAreUniform(_ bound: Int) {
    let random = CounterRandom(seed: 6, UInt32(bound))
    let count = 30_000
    var hits = [Int](repeating: 0, count: bound)
    for index in 0..<count { hits[random.integer(index, below: bound)] += 1 }
    let probability = 1 / Double(bound)
    let deviation = (Double(count) * probability * (1 - probability)).squareRoot()
    for hit in hits {
      #expect(abs(Double(hit) - Double(count) * probability) <= 5 * deviation)
    }
  }

  @Test func largestBoundIsReached() {
    let random = CounterRandom(seed: 7)
    for index in 0..<100 {
      let value = random.integer(index, below: Int(UInt32.max))
      #expect(value >= 0 && value < Int(UInt32.max))
    }
  }

  /// Streams whose seed or one coordinate differs by one bit agree in half of their bits.
  @Test func neighbouringStreamsAreIndependent() {
    let base = CounterRandom(seed: 8, 1, 2, 3)
    let others = [
      CounterRandom(seed: 9, 1, 2, 3), CounterRandom(seed: 8 + 1 << 32, 1, 2, 3),
      CounterRandom(seed: 8, 0, 2, 3), CounterRandom(seed: 8, 1, 3, 3),
      CounterRandom(seed: 8, 1, 2, 2),
    ]
    let words = 2000
    for other in others {
      let differing = (0..<words).reduce(0) { sum, index in
        sum + (base.word(index) ^ other.word(index)).nonzeroBitCount
      }
      // Five standard deviations of 64,000 fair bits.
      #expect(abs(Double(differing) - Double(words * 16)) < 5 * Double(words * 8).squareRoot())
    }
  }

  @Test func consecutiveNumbersAreUncorrelated() {
    let random = CounterRandom(seed: 10)
    let count = 20_000
    for lag in [1, 2, 3, 4, 5, 8] {
      var sum = 0.0
      for index in 0..<count {
        sum += (Double(random.uniform(index)) - 0.5) * (Double(random.uniform(index + lag)) - 0.5)
      }
      #expect(abs(sum * 12) < 5 * Double(count).squareRoot(), "lag \(lag)")
    }
  }
}

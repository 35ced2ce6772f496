import TestSupport
import Testing

@testable import KernelBenchmarks

@Suite struct StatisticsTests {
  @Test func medianIsTheMiddleInAnyOrder() {
    #expect(Statistics.median([3]) == 3)
    #expect(Statistics.median([5, 1, 3]) == 3)
    #expect(Statistics.median([4, 1, 3, 2]) == 2.5)
  }

  @Test func deviationIsTheMedianDistance() {
    // Median 2; distances 1, 1, 0, 0, 2, 4, 7.
    #expect(Statistics.medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9]) == 1)
    #expect(Statistics.medianAbsoluteDeviation([7, 7, 7]) == 0)
  }

  @Test func oneWildSampleMovesNeitherFar() {
    var random = SeededRandom(1)
    let samples = (0..<101).map { _ in Double(random.uniform(in: 0.99...1.01)) }
    let wild = samples.dropLast() + [1e9]
    #expect(abs(Statistics.median(Array(wild)) - 1) < 0.01)
    #expect(Statistics.medianAbsoluteDeviation(Array(wild)) < 0.01)
  }
}

import TestSupport
import Testing

@testable import ImageCodecs

@Suite struct PNGFilterTests {
  @Test func everyFilterIsUndone() {
    var random = SeededRandom(7)
    for distance in [1, 2, 3, 4, 6, 8] {
      for filter in PNGFilter.allCases {
        func row(_ count: Int) -> [UInt8] {
          [UInt8](repeating: 0, count: distance)
            + (0..<count).map { _ in UInt8(random.integer(in: 0...255)) }
        }
        let count = distance * random.integer(in: 1...20)
        let above = row(count)
        let original = row(count)
        var differences = [UInt8](repeating: 0, count: count)
        var differencesSpan = differences.mutableSpan
        filter.apply(
          to: original.span, above: above.span, into: &differencesSpan, distance: distance)
        var result = [UInt8](repeating: 0, count: distance + count)
        var resultSpan = result.mutableSpan
        filter.reconstruct(
          differences.span, above: above.span, into: &resultSpan, distance: distance)
        #expect(result == original, "\(filter), distance \(distance)")
      }
    }
  }
}

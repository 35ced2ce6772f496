import RandomNumbers
import Testing

@testable import Inference

@Suite("Histograms of activations")
struct ActivationHistogramTests {
  private let random = CounterRandom(seed: 31, 1)

  @Test("keep the whole range of even numbers")
  func keepsEvenNumbers() {
    let histogram = histogram((0..<20_000).map { random.uniform($0, in: -3...3) })
    #expect(histogram.largest > 2.99 && histogram.limit(levels: 255) > 2.9)
    // 3² / 3 a number; cells are 1/500 wide.
    #expect(abs(histogram.energy / 20_000 - 3) < 0.05)
  }

  @Test("cut off a few numbers that are far away")
  func cutsOffOutliers() {
    let histogram = histogram((0..<50_000).map { random.uniform($0, in: 0...1) } + [40])
    #expect(histogram.largest == 40)
    // Cutting one number off at t costs (40 − t)², a coarser step 50,001 · (t / 127)² / 12.
    let limit = Double(histogram.limit(levels: 127))
    let best = 40 / (1 + 50_001 / (12 * 127.0 * 127))
    #expect(abs(limit / best - 1) <= 0.02, "\(limit) and not \(best)")
  }

  @Test("are the same however numbers are divided")
  func joinsParts() {
    let numbers = (0..<10_000).map { random.uniform($0, in: 0...1) * Float($0) }
    var parts = histogram(Array(numbers[7_000...]))
    parts.add(histogram(Array(numbers[..<7_000])))
    let whole = histogram(numbers)
    #expect(parts.counts == whole.counts && parts.width == whole.width)
    #expect(parts.largest == whole.largest)
  }

  @Test("weigh what is joined")
  func weighsParts() {
    // Many small numbers and few large ones, which with equal weights decide alone.
    let small = histogram((0..<10_000).map { random.uniform($0, in: 0...1) })
    let large = histogram((0..<100).map { random.uniform($0, in: 0...200) })
    var (equal, weighed) = (small, ActivationHistogram())
    equal.add(large)
    weighed.add(small, weight: 1 / small.energy)
    weighed.add(large, weight: 1e-6 / large.energy)
    #expect(equal.limit(levels: 255) > 150)
    #expect(weighed.limit(levels: 255) < 20)
  }

  @Test("of zeros or nothing have the limit 0, and infinity does not count")
  func takesZeros() {
    #expect(histogram([]).limit(levels: 255) == 0)
    #expect(histogram([0, 0]).limit(levels: 255) == 0)
    #expect(histogram([1, .infinity]).limit(levels: 255) == 0)
    #expect(histogram([.greatestFiniteMagnitude]).limit(levels: 255) <= .greatestFiniteMagnitude)
  }

  private func histogram(_ numbers: [Float]) -> ActivationHistogram {
    var histogram = ActivationHistogram()
    histogram.add(numbers.span)
    return histogram
  }
}

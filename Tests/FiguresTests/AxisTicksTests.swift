import Testing

@testable import Figures

struct AxisTicksTests {
  private func labels(_ range: ClosedRange<Double>, about count: Int = 5) -> [String] {
    let ticks = AxisTicks(spanning: range, about: count)
    return ticks.values.map(ticks.label)
  }

  @Test func marksAreRoundNumbers() {
    #expect(labels(0...100) == ["0", "20", "40", "60", "80", "100"])
    #expect(labels(-1.73...0.4) == ["-2.0", "-1.5", "-1.0", "-0.5", "0.0", "0.5"])
    #expect(
      labels(0.031...0.038) == [
        "0.031", "0.032", "0.033", "0.034", "0.035", "0.036", "0.037", "0.038",
      ])
    #expect(labels(1...600) == ["0", "100", "200", "300", "400", "500", "600"])
  }

  @Test func everyRangeIsSpanned() {
    let ends: [(Double, Double)] = [
      (0, 0), (3, 3), (-5, -5), (1e-9, 2e-9), (0, 1e12), (-1e300, 1e300), (1, 1 + 1e-15),
      (0.1, 0.30000000000000004), (-0.0, 0), (1e15, 1e15),
    ]
    for (lower, upper) in ends {
      let ticks = AxisTicks(spanning: lower...upper, about: 6)
      let values = ticks.values
      #expect((2...20).contains(values.count), "\(lower)...\(upper): \(values)")
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
      if abs(lower) < 1e15 && abs(upper) < 1e15 {
        let slack = 1e-8 * (values[1] - values[0])
        #expect(values[0] <= lower + slack && values[values.count - 1] >= upper - slack)
      }
      #expect(Set(values.map(ticks.label)).count == values.count, "\(values.map(ticks.label))")
    }
  }
}

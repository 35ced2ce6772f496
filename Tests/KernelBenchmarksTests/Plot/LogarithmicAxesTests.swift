import Testing

@testable import KernelBenchmarks

@Suite struct LogarithmicAxesTests {
  private let axes = LogarithmicAxes(
    xValues: [0.3, 100], yValues: [3, 240], left: 10, top: 20, right: 110, bottom: 220)

  @Test func endsArePowersAroundTheValues() {
    #expect(axes.x == 0.25...128)
    #expect(axes.y == 1...1000)
    #expect(axes.xTicks.first == 0.25)
    #expect(axes.xTicks.last == 128)
    #expect(axes.yTicks == [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000])
  }

  @Test func equalRatiosAreEqualDistances() {
    let (first, second, third) = (axes.point(1, 1), axes.point(4, 10), axes.point(16, 100))
    #expect(abs((second.x - first.x) - (third.x - second.x)) < 1e-9)
    #expect(abs((first.y - second.y) - (second.y - third.y)) < 1e-9)
    let (corner, opposite) = (axes.point(0.25, 1), axes.point(128, 1000))
    #expect(abs(corner.x - 10) < 1e-9 && abs(corner.y - 220) < 1e-9)
    #expect(abs(opposite.x - 110) < 1e-9 && abs(opposite.y - 20) < 1e-9)
  }

  @Test func noValuesLeaveAxesAllTheSame() {
    let axes = LogarithmicAxes(
      xValues: [], yValues: [], left: 0, top: 0, right: 1, bottom: 1)
    #expect(axes.x.lowerBound < axes.x.upperBound)
    #expect(axes.y.lowerBound < axes.y.upperBound)
  }
}

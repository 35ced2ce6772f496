import Testing

@testable import KernelBenchmarks

@Suite struct LabelPlacerTests {
  private let area = LabelPlacer.Box(left: 0, top: 0, right: 200, bottom: 200)

  @Test func labelsStayInsideAndApart() {
    var placer = LabelPlacer(area: area)
    var placed = 0
    for index in 0..<200 {
      let point = PlotPoint(x: Double(index * 37 % 200), y: Double(index * 91 % 200))
      if placer.place("\(index)", size: 10, near: point) != nil { placed += 1 }
    }
    #expect(placed == placer.taken.count)
    #expect(placed > 50)
    for (index, box) in placer.taken.enumerated() {
      #expect(area.contains(box))
      #expect(!placer.taken[..<index].contains { $0.overlaps(box) })
    }
  }

  @Test func aCrowdedPointStaysWithoutLabel() {
    var placer = LabelPlacer(area: area)
    placer.avoid(PlotPoint(x: 100, y: 100), radius: 100)
    #expect(placer.place("1", size: 10, near: PlotPoint(x: 100, y: 100)) == nil)
  }
}

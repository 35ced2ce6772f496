import ImageCodecs
import Testing

@testable import Figures

struct LineChartTests {
  private let falling = LineSeries(
    name: "loss", values: (0..<200).map { 1 / (1 + 0.05 * Double($0)) }, isSmoothed: true)

  private func chart(_ series: [LineSeries]) -> Image {
    lineChart(
      title: "Loss of training", xLabel: "step", yLabel: "contrast loss", series: series,
      width: 500, height: 300)
  }

  @Test func aChartHasItsSizeAndIsTheSameEveryTime() {
    let image = chart([falling])
    #expect(image.width == 500 && image.height == 300 && image.colorModel == .rgb)
    #expect(image == chart([falling]))
  }

  @Test func theRimStaysWhite() {
    let image = chart([falling])
    for y in 0..<300 {
      for x in 0..<500 where x < 4 || y < 4 || x >= 496 || y >= 296 {
        let first = (y * 500 + x) * 3
        #expect(image.samples[first] == 255 && image.samples[first + 2] == 255)
      }
    }
  }

  @Test func linesStayBetweenTheAxes() {
    let plain = chart([
      LineSeries(name: "", xValues: falling.xValues, yValues: falling.yValues.map { _ in .nan })
    ])
    let drawn = chart([
      LineSeries(name: "", xValues: falling.xValues, yValues: falling.yValues)
    ])
    let layout = LineChartLayout(series: [falling], width: 500, height: 300)
    #expect(plain.width == drawn.width)
    let blue = Ink.series[0]
    var count = 0
    for y in 0..<300 {
      for x in 0..<500 {
        let first = (y * 500 + x) * 3
        guard drawn.samples[first] == blue.red, drawn.samples[first + 2] == blue.blue else {
          continue
        }
        count += 1
        #expect((layout.left - 1...layout.right).contains(x))
        #expect((layout.top - 1...layout.bottom).contains(y))
      }
    }
    #expect(count > 300)
  }

  @Test func theEndsOfTheAxesAreTheCorners() {
    let layout = LineChartLayout(
      series: [LineSeries(name: "", xValues: [0, 10], yValues: [0, 1])], width: 500, height: 300)
    let (low, high) = (layout.position(x: 0, y: 0), layout.position(x: 10, y: 1))
    #expect(low == Canvas.Position(x: Double(layout.left) + 0.5, y: Double(layout.bottom) - 0.5))
    #expect(high == Canvas.Position(x: Double(layout.right) - 0.5, y: Double(layout.top) + 0.5))
  }

  @Test func oddValuesAreDrawnAround() {
    for values: [Double] in [
      [], [1], [.nan], [.infinity, 2, -.infinity], [1e308, -1e308], [0, 0],
    ] {
      let image = chart([LineSeries(name: "odd", values: values, isSmoothed: true)])
      #expect(image.width == 500)
    }
    #expect(chart([]).height == 300)
  }

  @Test func runningMeansAverageTheNeighbours() {
    #expect(runningMeans([1, 2, 3, 10], reach: 1) == [1.5, 2, 5, 6.5])
    #expect(runningMeans([1, .nan, 3], reach: 1) == [1, 2, 3])
    #expect(runningMeans([.nan], reach: 3)[0].isNaN)
    #expect(runningMeans([], reach: 3) == [])
  }
}

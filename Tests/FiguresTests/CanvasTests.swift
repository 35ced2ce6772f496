import ImageCodecs
import Testing

@testable import Figures

struct CanvasTests {
  private let red = Canvas.Color(red: 255, green: 0, blue: 0)

  @Test func rectanglesAreCutOffAtTheEdges() {
    var canvas = Canvas(width: 6, height: 5, background: .black)
    canvas.fillRectangle(x: -3, y: 3, width: 5, height: 9, color: red)
    canvas.fillRectangle(x: 20, y: 20, width: 2, height: 2, color: red)
    canvas.fillRectangle(x: 4, y: 1, width: -2, height: 2, color: red)
    for y in 0..<5 {
      for x in 0..<6 {
        #expect(canvas.pixel(x, y) == (x < 2 && y >= 3 ? [255, 0, 0] : [0, 0, 0]))
      }
    }
  }

  @Test func framesLieInside() {
    var canvas = Canvas(width: 8, height: 8, background: .black)
    canvas.strokeRectangle(x: 1, y: 1, width: 6, height: 5, thickness: 2, color: red)
    for y in 0..<8 {
      for x in 0..<8 {
        let isInside = (1..<7).contains(x) && (1..<6).contains(y)
        let isHole = (3..<5).contains(x) && (3..<4).contains(y)
        #expect(canvas.pixel(x, y) == (isInside && !isHole ? [255, 0, 0] : [0, 0, 0]))
      }
    }
  }

  @Test func picturesAreCopiedAndCutOff() {
    var canvas = Canvas(width: 4, height: 4)
    canvas.draw(Image(width: 3, height: 3, colorModel: .gray, filledWith: 9), x: 2, y: -1)
    for y in 0..<4 {
      for x in 0..<4 {
        #expect(canvas.pixel(x, y) == (x >= 2 && y < 2 ? [9, 9, 9] : [255, 255, 255]))
      }
    }
  }

  @Test func aLevelLineCoversItsRows() {
    var canvas = Canvas(width: 20, height: 9)
    canvas.drawLine(
      from: Canvas.Position(x: 4, y: 4.5), to: Canvas.Position(x: 16, y: 4.5), thickness: 3,
      color: .black)
    for y in 0..<9 { #expect(canvas.pixel(10, y)[0] == ((3...5).contains(y) ? 0 : 255)) }
    #expect(canvas.pixel(0, 4) == [255, 255, 255] && canvas.pixel(19, 4) == [255, 255, 255])
  }

  /// The ink of a slanted line is its length times its thickness, and half a disc at each end.
  @Test(arguments: [0.0, 0.3, 0.9, 1.4, 2.2, 3.0])
  func linesHaveTheSameInkInAllDirections(angle: Double) {
    var canvas = Canvas(width: 80, height: 80)
    let (dx, dy) = (25 * cosine(angle), 25 * cosine(angle - .pi / 2))
    canvas.drawLine(
      from: Canvas.Position(x: 40 - dx, y: 40 - dy), to: Canvas.Position(x: 40 + dx, y: 40 + dy),
      thickness: 4, color: .black)
    let ink = canvas.image.samples.reduce(0.0) { $0 + Double(255 - $1) / 255 / 3 }
    #expect(abs(ink / (50 * 4 + .pi * 4) - 1) < 0.02, "\(ink)")
  }

  @Test func overlappingSegmentsBlendOnce() {
    var canvas = Canvas(width: 20, height: 9)
    let (left, right) = (Canvas.Position(x: 3, y: 4.5), Canvas.Position(x: 17, y: 4.5))
    canvas.drawPath([left, right, left], thickness: 3, color: .black, opacity: 0.5)
    #expect(canvas.pixel(10, 4) == [128, 128, 128])
  }

  @Test func whatIsNotFiniteLeavesAGap() {
    var canvas = Canvas(width: 20, height: 9)
    let positions = [(2.0, 4.5), (.nan, 4.5), (10, .infinity), (15, 1e300), (17, 4.5)]
    canvas.drawPath(
      positions.map { Canvas.Position(x: $0.0, y: $0.1) }, thickness: 2, color: .black)
    #expect(canvas.pixel(2, 4)[0] < 10 && canvas.pixel(16, 4)[0] < 10)
    for x in 5..<15 { #expect(canvas.pixel(x, 4) == [255, 255, 255]) }
  }

  private func cosine(_ angle: Double) -> Double {
    // Taylor series about zero: exact enough for angles below π.
    var (sum, term) = (1.0, 1.0)
    for n in 1...20 {
      term *= -angle * angle / Double((2 * n - 1) * 2 * n)
      sum += term
    }
    return sum
  }
}

extension Canvas {
  func pixel(_ x: Int, _ y: Int) -> [UInt8] {
    Array(image.samples[(y * width + x) * 3..<(y * width + x) * 3 + 3])
  }
}

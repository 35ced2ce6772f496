import TestSupport
import Testing

@testable import Figures

struct StrokeTests {
  /// Against the distance computed for every pixel of the canvas.
  @Test func coverageFollowsFromTheDistance() {
    for seed in 0..<30 as Range<UInt64> {
      var random = SeededRandom(seed)
      func position() -> Canvas.Position {
        Canvas.Position(
          x: Double(random.uniform(in: -10...50)), y: Double(random.uniform(in: -10...40)))
      }
      let (start, end) = (position(), position())
      let thickness = Double(random.uniform(in: 0.5...6))
      var stroke = Stroke(width: 40, height: 30, thickness: thickness)
      stroke.addSegment(from: start, to: end)
      for y in 0..<30 {
        for x in 0..<40 {
          let (px, py) = (Double(x) + 0.5 - start.x, Double(y) + 0.5 - start.y)
          let (dx, dy) = (end.x - start.x, end.y - start.y)
          let along = min(max((px * dx + py * dy) / (dx * dx + dy * dy), 0), 1)
          let (offX, offY) = (px - along * dx, py - along * dy)
          let distance = (offX * offX + offY * offY).squareRoot()
          let expected = min(max(thickness / 2 + 0.5 - distance, 0), min(1, thickness))
          #expect(abs(stroke.coverage[y * 40 + x] - expected) < 1e-9, "seed \(seed) at \(x), \(y)")
          if expected > 0 {
            #expect(stroke.touchedRows.contains(y) && stroke.touchedColumns.contains(x))
          }
        }
      }
    }
  }
}

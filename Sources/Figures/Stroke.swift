/// How much of every pixel a pen of one thickness has covered, however often it came by.
struct Stroke {
  private(set) var coverage: [Double]
  private(set) var touchedRows = 0..<0
  private(set) var touchedColumns = 0..<0
  private let width: Int
  private let height: Int
  private let radius: Double

  init(width: Int, height: Int, thickness: Double) {
    self.width = width
    self.height = height
    radius = min(max(thickness, 0), 1000) / 2
    coverage = [Double](repeating: 0, count: width * height)
  }

  /// Moves the pen from one position to another.
  mutating func addSegment(from start: Canvas.Position, to end: Canvas.Position) {
    let limit = 1e6
    for value in [start.x, start.y, end.x, end.y] where !(abs(value) <= limit) { return }
    let reach = radius + 1
    let rows = pixels(min(start.y, end.y) - reach, max(start.y, end.y) + reach, below: height)
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let squaredLength = dx * dx + dy * dy
    for row in rows {
      let y = Double(row) + 0.5
      let columns = columnsNear(row: y, from: start, to: end, reach: reach)
      if columns.isEmpty { continue }
      touchedColumns = union(touchedColumns, columns)
      touchedRows = union(touchedRows, row..<(row + 1))
      for column in columns {
        let x = Double(column) + 0.5
        let along =
          squaredLength > 0
          ? min(max(((x - start.x) * dx + (y - start.y) * dy) / squaredLength, 0), 1) : 0
        let (offX, offY) = (x - start.x - along * dx, y - start.y - along * dy)
        let distance = (offX * offX + offY * offY).squareRoot()
        let covered = min(max(radius + 0.5 - distance, 0), 1, 2 * radius)
        let index = row * width + column
        coverage[index] = max(coverage[index], covered)
      }
    }
  }

  /// The columns of one row which the segment can reach.
  private func columnsNear(
    row y: Double, from start: Canvas.Position, to end: Canvas.Position, reach: Double
  ) -> Range<Int> {
    var (left, right) = (min(start.x, end.x), max(start.x, end.x))
    let dy = end.y - start.y
    if abs(dy) > 1 {
      // Only the part of the segment within reach of this row matters.
      let slope = (end.x - start.x) / dy
      let first = start.x + slope * (y - reach - start.y)
      let last = start.x + slope * (y + reach - start.y)
      left = max(left, min(first, last))
      right = min(right, max(first, last))
    }
    return pixels(left - reach, right + reach, below: width)
  }

  private func pixels(_ lower: Double, _ upper: Double, below limit: Int) -> Range<Int> {
    let first = Int(min(max(lower, 0), Double(limit)))
    return first..<max(first, Int(min(max(upper.rounded(.up), 0), Double(limit))))
  }

  private func union(_ a: Range<Int>, _ b: Range<Int>) -> Range<Int> {
    a.isEmpty ? b : min(a.lowerBound, b.lowerBound)..<max(a.upperBound, b.upperBound)
  }
}

/// The roofline picture: speed over arithmetic intensity, both logarithmic.
struct RooflinePlot {
  private let data: RooflineData
  private let axes: LogarithmicAxes
  private var picture: SVGDocument
  private var placer: LabelPlacer

  private static let plotWidth = 860.0
  private static let plotHeight = 640.0
  private static let margin = 70.0
  private static let legendSize = 10.5
  private static let legendLine = 15.0

  /// One for each number of threads, told apart by people who do not see all colours too.
  private static let colors = ["#0b62a4", "#c2410c", "#15803d", "#7e22ce"]

  /// Draws `data`.
  static func svg(of data: RooflineData) -> String {
    var plot = RooflinePlot(data)
    plot.drawAxes()
    plot.drawRoofs()
    plot.drawMarks()
    plot.drawLegend()
    return plot.picture.text
  }

  private init(_ data: RooflineData) {
    self.data = data
    let (right, bottom) = (Self.margin + Self.plotWidth, Self.margin + Self.plotHeight)
    // The ridge, where memory's slope meets the peak, belongs into the picture.
    let ridges = data.roofs.flatMap { roof in
      roof.bandwidths.map { roof.peak / $0.perSecond }
    }
    axes = LogarithmicAxes(
      xValues: data.marks.map(\.intensity) + ridges,
      yValues: data.marks.map { $0.speed * 1e-9 } + data.roofs.map { $0.peak * 1e-9 },
      left: Self.margin, top: Self.margin, right: right, bottom: bottom)
    let columns = Self.legendColumns(data)
    picture = SVGDocument(
      width: right + 30 + columns.reduce(0) { $0 + $1.width }, height: bottom + Self.margin)
    placer = LabelPlacer(
      area: LabelPlacer.Box(left: Self.margin, top: Self.margin, right: right, bottom: bottom))
  }

  private func color(threads: Int) -> String {
    let index = data.roofs.firstIndex { $0.threads == threads } ?? 0
    return Self.colors[index % Self.colors.count]
  }

  // MARK: Axes

  private mutating func drawAxes() {
    let grid = "#e2e2e2"
    for x in axes.xTicks {
      let (low, high) = (
        axes.point(x, axes.y.lowerBound), axes.point(x, axes.y.upperBound)
      )
      picture.addLine(from: low, to: high, color: grid)
      let text = x >= 1 ? NumberText.fixed(x, digits: 0) : "1/" + NumberText.fixed(1 / x, digits: 0)
      picture.addText(text, at: PlotPoint(x: low.x, y: low.y + 18), anchor: .middle)
    }
    for y in axes.yTicks {
      let (low, high) = (
        axes.point(axes.x.lowerBound, y), axes.point(axes.x.upperBound, y)
      )
      picture.addLine(from: low, to: high, color: grid)
      let digits = y >= 1 ? 0 : y >= 0.1 ? 1 : 3
      picture.addText(
        NumberText.fixed(y, digits: digits), at: PlotPoint(x: low.x - 8, y: low.y + 4),
        anchor: .end)
    }
    let (middleX, middleY) = ((axes.left + axes.right) / 2, (axes.top + axes.bottom) / 2)
    picture.addText(
      "arithmetic intensity, operations a byte", at: PlotPoint(x: middleX, y: axes.bottom + 42),
      size: 13, anchor: .middle)
    picture.addText(
      "GFLOP/s", at: PlotPoint(x: axes.left - 48, y: middleY), size: 13, anchor: .middle,
      rotation: -90)
    picture.addText(
      "Kernels under this machine's roofs, \(data.level.rawValue)",
      at: PlotPoint(x: axes.left, y: axes.top - 36), size: 16, isBold: true)
  }

  // MARK: Roofs

  private static func dashes(_ level: MemoryLevel) -> String? {
    switch level {
    case .level1: nil
    case .level2: "9 4"
    case .level3: "4 4"
    case .memory: "1.5 3.5"
    }
  }

  private mutating func drawRoofs() {
    for (index, roof) in data.roofs.enumerated() {
      let color = color(threads: roof.threads)
      let nearest = roof.bandwidths.map(\.perSecond).max() ?? roof.peak / axes.x.lowerBound
      let ridge = max(roof.peak / nearest, axes.x.lowerBound)
      let peak = roof.peak * 1e-9
      picture.addLine(
        from: axes.point(ridge, peak), to: axes.point(axes.x.upperBound, peak), color: color,
        width: 2)
      for (step, (level, perSecond)) in roof.bandwidths.enumerated() {
        // From where the slope enters the picture, at its left or at its bottom.
        let start = max(axes.x.lowerBound, axes.y.lowerBound * 1e9 / perSecond)
        let end = roof.peak / perSecond
        guard start < end else { continue }
        func point(_ x: Double) -> PlotPoint { axes.point(x, perSecond * x * 1e-9) }
        picture.addLine(
          from: point(start), to: point(end), color: color, width: 1.5,
          dashes: Self.dashes(level))
        // Names stand at different heights of slopes that lie close together.
        let part = 0.08 + 0.09 * Double(step) + 0.045 * Double(index)
        var place = point(start)
        place.x += part * (point(end).x - place.x)
        place.y += part * (point(end).y - place.y)
        label(level.rawValue, near: place, color: color)
      }
      let text = "\(NumberText.figures(peak)) GFLOP/s, \(Self.counted(roof.threads))"
      let corner = axes.point(axes.x.upperBound, peak)
      let place = placer.reserve(
        text, size: 10, endingAt: PlotPoint(x: corner.x - 4, y: corner.y - 5))
      drawLabel(text, at: place, color: color)
    }
  }

  private static func counted(_ threads: Int) -> String {
    threads == 1 ? "1 thread" : "\(threads) threads"
  }

  private mutating func label(_ text: String, near point: PlotPoint, color: String) {
    guard let place = placer.place(text, size: 10, near: point) else { return }
    drawLabel(text, at: place, color: color)
  }

  private mutating func drawLabel(_ text: String, at place: PlotPoint, color: String) {
    picture.addText(text, at: place, size: 10, color: color, hasHalo: true)
  }

  // MARK: Rows

  private mutating func drawMarks() {
    let radius = 3.5
    let points = data.marks.map { axes.point($0.intensity, $0.speed * 1e-9) }
    for point in points { placer.avoid(point, radius: radius) }
    for (mark, point) in zip(data.marks, points) {
      let row = mark.row
      picture.add(
        "circle",
        [
          ("cx", NumberText.fixed(point.x, digits: 1)),
          ("cy", NumberText.fixed(point.y, digits: 1)),
          ("r", NumberText.fixed(radius, digits: 1)), ("fill", color(threads: row.threads)),
          ("fill-opacity", "0.75"), ("stroke", "white"), ("stroke-width", "0.7"),
        ],
        title: "\(row.name) \(row.problem), \(Self.counted(row.threads)): "
          + "\(NumberText.figures(mark.speed * 1e-9)) GFLOP/s, "
          + "\(NumberText.figures(mark.intensity)) operations a byte")
    }
    // A number for which there is no room is left out: its neighbours cover it, the legend names it.
    for (mark, point) in zip(data.marks, points) {
      label(String(mark.number), near: point, color: color(threads: mark.row.threads))
    }
  }

  // MARK: Legend

  private static func legendEntries(_ data: RooflineData) -> [(text: String, threads: Int?)] {
    var entries: [(text: String, threads: Int?)] = []
    for roof in data.roofs {
      let bandwidths = roof.bandwidths.map {
        "\($0.level.rawValue) \(NumberText.figures($0.perSecond * 1e-9))"
      }
      entries.append(("● \(counted(roof.threads))", roof.threads))
      entries.append(("   reading " + bandwidths.joined(separator: ", ") + " GB/s", nil))
    }
    entries.append(("— L1   – – L2   - - L3   ··· memory", nil))
    entries.append(("", nil))
    for (index, title) in data.legend.enumerated() {
      entries.append(("\(index + 1)  \(title)", nil))
    }
    return entries
  }

  private static func legendColumns(
    _ data: RooflineData
  ) -> [(entries: ArraySlice<(text: String, threads: Int?)>, width: Double)] {
    let entries = legendEntries(data)
    let rows = Int((plotHeight + margin) / legendLine)
    return stride(from: 0, to: entries.count, by: rows).map { start in
      let column = entries[start..<min(start + rows, entries.count)]
      let widths = column.map { LabelPlacer.width(of: $0.text, size: legendSize) }
      return (column, (widths.max() ?? 0) + 24)
    }
  }

  private mutating func drawLegend() {
    var x = axes.right + 24
    for column in Self.legendColumns(data) {
      var y = axes.top
      for entry in column.entries {
        picture.addText(
          entry.text, at: PlotPoint(x: x, y: y), size: Self.legendSize,
          color: entry.threads.map(color(threads:)) ?? "#222222", isBold: entry.threads != nil)
        y += Self.legendLine
      }
      x += column.width
    }
  }
}

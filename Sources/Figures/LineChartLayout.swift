/// Where everything stands on a line chart, in pixels.
struct LineChartLayout {
  let left: Int
  let right: Int
  let top: Int
  let bottom: Int
  let xTicks: AxisTicks
  let yTicks: AxisTicks
  private let textScale = 1.5
  private let titleScale = 2.0

  init(series: [LineSeries], width: Int, height: Int) {
    func ticks(_ values: [Double], _ count: Int) -> AxisTicks {
      let finite = values.filter(\.isFinite)
      let lower = finite.min() ?? 0
      return AxisTicks(spanning: lower...(finite.max() ?? lower + 1), about: count)
    }
    yTicks = ticks(series.flatMap(\.yValues), max(2, height / 80))
    xTicks = ticks(series.flatMap(\.xValues), max(2, width / 110))
    let labelWidth =
      yTicks.values.map { [yTicks, textScale] in
        Canvas.textWidth(yTicks.label($0), scale: textScale)
      }.max() ?? 0
    left = min(46 + Int(labelWidth), width / 2)
    right = width - 28
    top = 52
    bottom = height - 62
  }

  /// Where a point of the chart stands on the canvas.
  func position(x: Double, y: Double) -> Canvas.Position {
    func place(_ value: Double, _ ticks: AxisTicks) -> Double {
      guard let first = ticks.values.first, let last = ticks.values.last else { return 0 }
      return (value - first) / (last - first)
    }
    return Canvas.Position(
      x: Double(left) + 0.5 + place(x, xTicks) * Double(right - left - 1),
      y: Double(bottom) - 0.5 - place(y, yTicks) * Double(bottom - top - 1))
  }

  /// The positions of a line's points, with positions that are not finite for gaps.
  func path(_ xValues: [Double], _ yValues: [Double]) -> [Canvas.Position] {
    zip(xValues, yValues).map { position(x: $0, y: $1) }
  }

  func drawAxes(title: String, xLabel: String, yLabel: String, on canvas: inout Canvas) {
    let middle = Double(left + right) / 2
    let capital = Canvas.textHeight(scale: textScale)
    canvas.drawText(
      title, x: middle - Canvas.textWidth(title, scale: titleScale) / 2, y: 20, scale: titleScale,
      color: Ink.text)
    for value in yTicks.values {
      let row = position(x: 0, y: value).y
      canvas.fillRectangle(
        x: left, y: Int(row), width: right - left, height: 1, color: Ink.faintLine)
      let label = yTicks.label(value)
      canvas.drawText(
        label, x: Double(left) - 9 - Canvas.textWidth(label, scale: textScale),
        y: row - capital / 2, scale: textScale, color: Ink.secondaryText)
    }
    for value in xTicks.values {
      let column = position(x: value, y: 0).x
      canvas.fillRectangle(
        x: Int(column), y: top, width: 1, height: bottom - top, color: Ink.faintLine)
      let label = xTicks.label(value)
      canvas.drawText(
        label, x: column - Canvas.textWidth(label, scale: textScale) / 2,
        y: Double(bottom) + 10, scale: textScale, color: Ink.secondaryText)
    }
    canvas.fillRectangle(x: left, y: bottom - 1, width: right - left, height: 1, color: Ink.axis)
    canvas.fillRectangle(x: left, y: top, width: 1, height: bottom - top, color: Ink.axis)
    canvas.drawText(
      xLabel, x: middle - Canvas.textWidth(xLabel, scale: textScale) / 2,
      y: Double(bottom) + 34, scale: textScale, color: Ink.text)
    canvas.drawText(
      yLabel, x: 12,
      y: Double(top + bottom) / 2 - Canvas.textWidth(yLabel, scale: textScale) / 2,
      scale: textScale, color: Ink.text, direction: .upward)
  }

  /// Names the lines in the upper right corner, on a ground that hides the grid.
  func drawLegend(_ names: [String], on canvas: inout Canvas) {
    let named = names.enumerated().filter { !$0.element.isEmpty }
    if named.isEmpty { return }
    let lineHeight = 20
    let widest = named.map { Canvas.textWidth($0.element, scale: textScale) }.max() ?? 0
    let width = Int(widest) + 56
    let (x, y) = (right - width - 8, top + 8)
    let height = named.count * lineHeight + 8
    canvas.fillRectangle(x: x, y: y, width: width, height: height, color: .white)
    canvas.strokeRectangle(x: x, y: y, width: width, height: height, color: Ink.faintLine)
    for (row, entry) in named.enumerated() {
      let center = Double(y + 4 + row * lineHeight) + Double(lineHeight) / 2
      canvas.drawLine(
        from: Canvas.Position(x: Double(x) + 12, y: center),
        to: Canvas.Position(x: Double(x) + 34, y: center), thickness: 2.5,
        color: Ink.series[entry.offset % Ink.series.count])
      canvas.drawText(
        entry.element, x: Double(x) + 44, y: center - Canvas.textHeight(scale: textScale) / 2,
        scale: textScale, color: Ink.text)
    }
  }
}

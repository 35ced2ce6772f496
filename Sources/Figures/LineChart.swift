import ImageCodecs

/// The values of one line of a chart.
public struct LineSeries: Sendable {
  /// What the legend calls it; a series without a name has no entry.
  public var name: String
  /// Where each value stands on the horizontal axis.
  public var xValues: [Double]
  /// The values; one that is not finite leaves a gap.
  public var yValues: [Double]
  /// Whether a line of running means is drawn over the faint values.
  public var isSmoothed: Bool

  /// Makes a line through the points (`xValues`[i], `yValues`[i]).
  ///
  /// - Precondition: There are as many `xValues` as `yValues`.
  public init(name: String, xValues: [Double], yValues: [Double], isSmoothed: Bool = false) {
    precondition(
      xValues.count == yValues.count, "\(xValues.count) places for \(yValues.count) values")
    self.name = name
    self.xValues = xValues
    self.yValues = yValues
    self.isSmoothed = isSmoothed
  }

  /// Makes a line of values at 1, 2, 3 and so on, such as the loss of each step.
  public init(name: String, values: [Double], isSmoothed: Bool = false) {
    self.init(
      name: name, xValues: values.indices.map { Double($0 + 1) }, yValues: values,
      isSmoothed: isSmoothed)
  }
}

/// Draws lines over labelled axes, such as the loss of a training run.
///
/// The axes end at round numbers; values that are not finite are left out.
///
/// - Parameters:
///   - title: A heading over the chart.
///   - xLabel: What the horizontal axis shows, with its unit.
///   - yLabel: What the vertical axis shows, with its unit.
///   - series: The lines, later ones above earlier ones.
///   - width: Pixels in a row; at least 240.
///   - height: Rows; at least 160.
/// - Returns: The chart, RGB.
/// - Precondition: The size is in 240 ... 8192 × 160 ... 8192.
public func lineChart(
  title: String, xLabel: String, yLabel: String, series: [LineSeries], width: Int = 880,
  height: Int = 520
) -> Image {
  precondition(
    (240...8192).contains(width) && (160...8192).contains(height), "a chart of \(width)×\(height)")
  let layout = LineChartLayout(series: series, width: width, height: height)
  var canvas = Canvas(width: width, height: height)
  layout.drawAxes(title: title, xLabel: xLabel, yLabel: yLabel, on: &canvas)
  for (index, line) in series.enumerated() {
    let color = Ink.series[index % Ink.series.count]
    let values = layout.path(line.xValues, line.yValues)
    canvas.drawPath(
      values, thickness: line.isSmoothed ? 1 : 2, color: color, opacity: line.isSmoothed ? 0.3 : 1)
    if line.isSmoothed {
      let means = runningMeans(line.yValues, reach: max(1, line.yValues.count / 40))
      canvas.drawPath(layout.path(line.xValues, means), thickness: 2.5, color: color)
    }
  }
  layout.drawLegend(series.map(\.name), on: &canvas)
  return canvas.image
}

/// The mean of each value and up to `reach` values on either side, without those that are not
/// finite.
func runningMeans(_ values: [Double], reach: Int) -> [Double] {
  var sums = [0.0]
  var counts = [0]
  for value in values {
    sums.append(sums[sums.count - 1] + (value.isFinite ? value : 0))
    counts.append(counts[counts.count - 1] + (value.isFinite ? 1 : 0))
  }
  return values.indices.map { index in
    let (start, end) = (max(0, index - reach), min(values.count, index + reach + 1))
    let count = counts[end] - counts[start]
    return count == 0 ? .nan : (sums[end] - sums[start]) / Double(count)
  }
}

import Figures
import ImageCodecs

/// The loss of each step of a training run as a picture.
public func lossCurve(_ losses: [Float], loss: String) -> Image {
  lineChart(
    title: "Training", xLabel: "step", yLabel: "loss (\(loss))",
    series: [LineSeries(name: "loss", values: losses.map(Double.init), isSmoothed: true)])
}

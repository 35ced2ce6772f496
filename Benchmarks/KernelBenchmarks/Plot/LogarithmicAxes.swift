#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Two logarithmic axes and the part of the picture between them.
struct LogarithmicAxes {
  /// Powers of two.
  let x: ClosedRange<Double>
  /// Powers of ten.
  let y: ClosedRange<Double>
  let left: Double
  let top: Double
  let right: Double
  let bottom: Double

  /// Makes room for all values, which are positive.
  init(
    xValues: [Double], yValues: [Double], left: Double, top: Double, right: Double, bottom: Double
  ) {
    x = Self.range(xValues, base: 2)
    y = Self.range(yValues, base: 10)
    (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
  }

  /// The powers of `base` around values.
  private static func range(_ values: [Double], base: Double) -> ClosedRange<Double> {
    let low = values.min().map { floor(log($0) / log(base) - 0.05) } ?? 0
    let high = values.max().map { ceil(log($0) / log(base) + 0.05) } ?? 1
    return pow(base, low)...pow(base, max(high, low + 1))
  }

  /// Where a pair of values is.
  func point(_ xValue: Double, _ yValue: Double) -> PlotPoint {
    func fraction(_ value: Double, _ range: ClosedRange<Double>) -> Double {
      log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
    }
    return PlotPoint(
      x: left + (right - left) * fraction(xValue, x),
      y: bottom - (bottom - top) * fraction(yValue, y))
  }

  /// The powers of two between the ends, ends included; at most about twelve.
  var xTicks: [Double] {
    let count = log2(x.upperBound / x.lowerBound).rounded()
    let step = pow(2, max(1, (count / 12).rounded(.up)))
    return Array(
      sequence(first: x.lowerBound) { $0 * step < x.upperBound * 1.001 ? $0 * step : nil })
  }

  /// One, two and five times the powers of ten between the ends, ends included.
  var yTicks: [Double] {
    let tens = sequence(first: y.lowerBound) { $0 * 10 < y.upperBound * 1.001 ? $0 * 10 : nil }
    return tens.flatMap { ten in [1, 2, 5].map { $0 * ten } }
      .filter { $0 < y.upperBound * 1.001 }
  }
}

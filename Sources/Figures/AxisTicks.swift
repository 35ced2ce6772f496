/// The marks of an axis: round numbers that span the values shown.
struct AxisTicks {
  /// The marks in ascending order; the first and the last are the ends of the axis.
  let values: [Double]
  /// Decimals that tell the marks apart.
  let decimals: Int

  /// Chooses marks 1, 2 or 5 times a power of ten apart so that they span the range.
  ///
  /// - Parameters:
  ///   - range: The values to be shown; finite. A range of no width is widened.
  ///   - count: About how many steps to make.
  init(spanning range: ClosedRange<Double>, about count: Int) {
    let limit = 1e15
    var lower = min(max(range.lowerBound, -limit), limit)
    var upper = min(max(range.upperBound, -limit), limit)
    // Below this width the marks could not be told apart in double precision.
    let least = max(1e-12, 1e-9 * max(abs(lower), abs(upper)))
    if upper - lower < least {
      let widening = max(least, lower == 0 ? 1 : abs(lower) * 0.1)
      lower -= widening
      upper += widening
    }
    let rough = (upper - lower) / Double(max(count, 1))
    var power = 1.0
    var exponent = 0
    while power * 10 <= rough {
      power *= 10
      exponent += 1
    }
    while power > rough {
      power /= 10
      exponent -= 1
    }
    let ratio = rough / power
    let multiple: Double = ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10
    if multiple == 10 { exponent += 1 }
    let step = multiple * power
    let first = (lower / step + 1e-9).rounded(.down)
    let last = max((upper / step - 1e-9).rounded(.up), first + 1)
    values = (0...Int(last - first)).map { (first + Double($0)) * step }
    decimals = max(0, -exponent)
  }

  /// The label of a mark.
  func label(_ value: Double) -> String {
    if decimals > 6 || abs(value) >= 1e9 { return "\(value)" }
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    if decimals == 0 { return "\(sign)\(scaled)" }
    let places = String(scaled % scale)
    let padding = String(repeating: "0", count: decimals - places.count)
    return "\(sign)\(scaled / scale).\(padding)\(places)"
  }
}

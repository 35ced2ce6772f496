/// Numbers as readers want them.
enum NumberText {
  /// `value` with `digits` digits after the point; as Swift prints it where that is not exact.
  static func fixed(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 0x1p53 else { return "\(value)" }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    let (whole, decimals) = Int(scaled).quotientAndRemainder(dividingBy: Int(scale))
    guard digits > 0 else { return sign + String(whole) }
    let text = String(decimals)
    let zeros = String(repeating: "0", count: digits - text.count)
    return "\(sign)\(whole).\(zeros)\(text)"
  }

  /// `value` with about three significant figures: 412, 41.2, 4.12, 0.412.
  static func figures(_ value: Double) -> String {
    let size = abs(value)
    return fixed(value, digits: size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3)
  }

  /// A time in the unit that gives it one to three digits before the point.
  static func duration(inSeconds seconds: Double) -> String {
    for (factor, unit) in [(1.0, "s"), (1e3, "ms"), (1e6, "µs")]
    where seconds * factor >= 0.9995 {
      return figures(seconds * factor) + " " + unit
    }
    return figures(seconds * 1e9) + " ns"
  }
}

/// Numbers as readers want them: rounded, grouped and with their unit.
package enum NumberText {
  /// `value` with `digits` digits after the point; a minus is U+2212.
  ///
  /// A value that is not finite or too large for exact decimals is given as Swift prints it.
  package static func fixed(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 0x1p53 else { return "\(value)" }
    let sign = value < 0 && scaled > 0 ? "−" : ""
    let whole = Int(scaled)
    guard digits > 0 else { return sign + grouped(whole) }
    let unit = Int(scale)
    let decimals = String(whole % unit)
    let zeros = String(repeating: "0", count: digits - decimals.count)
    return sign + grouped(whole / unit) + "." + zeros + decimals
  }

  /// `value` with about three significant figures: 412, 41.2, 4.12, 0.412.
  package static func figures(_ value: Double) -> String {
    let size = abs(value)
    return fixed(value, digits: size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3)
  }

  /// `value` with a comma at every third digit.
  package static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A fraction as percent with one decimal: 97.3 %.
  package static func percent(_ fraction: Double) -> String {
    fixed(100 * fraction, digits: 1) + " %"
  }

  /// A count and its noun: "1 picture", "1,200 pictures".
  package static func count(_ value: Int, _ singular: String, _ plural: String? = nil) -> String {
    grouped(value) + " " + (value == 1 ? singular : plural ?? singular + "s")
  }

  /// A time in the two largest units that matter: "4.2 s", "12 s", "1 min 23 s", "2 h 5 min".
  package static func duration(inSeconds seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "an unknown time" }
    if seconds < 9.95 { return fixed(seconds, digits: 1) + " s" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 {
      let rest = whole % 60
      return "\(whole / 60) min" + (rest == 0 ? "" : " \(rest) s")
    }
    let minutes = (whole + 30) / 60
    let rest = minutes % 60
    return "\(grouped(minutes / 60)) h" + (rest == 0 ? "" : " \(rest) min")
  }

  /// A size in decimal units: "812 bytes", "44.7 MB".
  package static func size(inBytes count: Int) -> String {
    if count < 1000 { return self.count(count, "byte") }
    var value = Double(count) / 1000
    for unit in ["kB", "MB", "GB"] {
      if value < 999.5 { return figures(value) + " " + unit }
      value /= 1000
    }
    return figures(value) + " TB"
  }
}

extension Duration {
  /// The whole duration in seconds.
  package var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

extension NumberText {
  /// A duration in seconds.
  package static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}

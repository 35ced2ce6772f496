/// Figures that a few slow samples cannot move.
enum Statistics {
  /// The middle one of `values`, or the mean of the middle two.
  ///
  /// - Precondition: `values` is not empty.
  static func median(_ values: [Double]) -> Double {
    precondition(!values.isEmpty, "no value, no median")
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// The median distance of `values` from their median.
  static func medianAbsoluteDeviation(_ values: [Double]) -> Double {
    let center = median(values)
    return median(values.map { abs($0 - center) })
  }
}

import CPUFeatures
import JSON

/// A line of the table, measured.
struct RowResult {
  let name: String
  let problem: String
  let threads: Int
  let level: InstructionSetLevel
  let timing: Timing
  /// Operations or bytes of one call.
  let amount: Double
  let unit: RateUnit
  let fractionOfLimit: Double
  /// What a call does; nil for limits.
  var work: Work?
  /// The limit that this row is; nil for others.
  var limit: Limit.Kind?
  /// The process's peak memory after the row; nil where nobody asks.
  var peakMemoryBytes: Int?

  /// Operations or bytes a second.
  var perSecond: Double { timing.medianSeconds > 0 ? amount / timing.medianSeconds : 0 }

  /// The rate in ``unit``.
  var rate: Double { perSecond / unit.scale }

  /// The row for programs.
  var json: JSONValue { json(comparedWith: nil) }

  /// The row for programs, with the same one of an earlier run if there is one.
  func json(comparedWith before: SavedRun.Row?) -> JSONValue {
    var object: JSONObject = [
      "name": JSONValue(name), "problem": JSONValue(problem), "threads": JSONValue(threads),
      "isa": JSONValue(level.rawValue), "medianSeconds": JSONValue(timing.medianSeconds),
      "rate": JSONValue(rate), "unit": JSONValue(unit.rawValue),
      "fractionOfLimit": JSONValue(fractionOfLimit), "spread": JSONValue(timing.spread),
    ]
    if let peakMemoryBytes { object["peakMemoryBytes"] = JSONValue(peakMemoryBytes) }
    if let before {
      object["baselineSeconds"] = JSONValue(before.medianSeconds)
      object["verdict"] = JSONValue(RowChange(row: self, before: before).verdict.rawValue)
    }
    return .object(object)
  }

  /// The row for readers, in the columns of ``TableLayout``.
  var cells: [String] {
    [
      name, problem, String(threads), level.rawValue,
      NumberText.duration(inSeconds: timing.medianSeconds),
      NumberText.fixed(100 * timing.spread, digits: 1) + " %", NumberText.figures(rate),
      unit.rawValue, NumberText.fixed(100 * fractionOfLimit, digits: 1) + " %",
    ]
  }
}

import JSON

/// A run beside an earlier one.
struct RunComparison {
  /// The rows that both have, in this run's order.
  private(set) var changes: [RowChange] = []
  /// Rows of this run that the earlier one does not have.
  private(set) var newRows: [RowResult] = []
  /// How many rows of the earlier run this one does not have.
  let unmeasuredCount: Int
  /// Limits that the machine of the earlier run had otherwise.
  private(set) var changedLimits: [RowChange] = []

  /// Limits that differ by less are those of the same machine.
  private static let leastLimitChange = 0.1

  /// Compares `rows` and `limits` with those of `earlier`.
  init(with earlier: SavedRun, limits: [RowResult], rows: [RowResult]) {
    let (rowsBefore, limitsBefore) = (Self.byKey(earlier.rows), Self.byKey(earlier.limits))
    for row in rows {
      if let before = rowsBefore[row.key] {
        changes.append(RowChange(row: row, before: before))
      } else {
        newRows.append(row)
      }
    }
    unmeasuredCount = rowsBefore.count - Set(changes.map(\.row.key)).count
    for limit in limits {
      guard let before = limitsBefore[limit.key] else { continue }
      let change = RowChange(row: limit, before: before)
      if abs(Self.rateChange(change)) > Self.leastLimitChange { changedLimits.append(change) }
    }
  }

  /// The first row of each key.
  static func byKey(_ rows: [SavedRun.Row]) -> [SavedRun.Key: SavedRun.Row] {
    Dictionary(rows.map { ($0.key, $0) }) { first, _ in first }
  }

  /// A limit's change: its time says nothing, since a call may do more on another machine.
  private static func rateChange(_ change: RowChange) -> Double {
    change.before.rate > 0 ? change.row.rate / change.before.rate - 1 : 0
  }

  /// How many rows are slower than noise explains.
  var slowerCount: Int { count(of: .slower) }

  private func count(of verdict: RowChange.Verdict) -> Int {
    changes.count { $0.verdict == verdict }
  }

  /// What readers get after the table; `path` is the earlier run's file.
  func lines(path: String) -> [String] {
    var lines = [
      "compared with \(path): \(Self.counted(changes.count)), \(slowerCount) slower, "
        + "\(count(of: .faster)) faster, \(count(of: .unchanged)) the same within noise"
    ]
    for verdict in [RowChange.Verdict.slower, .faster] {
      for change in changes where change.verdict == verdict {
        let (before, now) = (change.before.medianSeconds, change.row.timing.medianSeconds)
        lines.append(
          "  \(verdict.rawValue): \(Self.title(change.row)): "
            + "\(NumberText.duration(inSeconds: before)) → \(NumberText.duration(inSeconds: now)) "
            + "(\(change.changeText), noise \(NumberText.fixed(100 * change.noise, digits: 1)) %)")
      }
    }
    lines += newRows.map { "  not in the file: \(Self.title($0))" }
    if unmeasuredCount > 0 {
      lines.append("  \(Self.counted(unmeasuredCount)) of the file not measured now")
    }
    for limit in changedLimits {
      lines.append(
        "  another limit: \(Self.title(limit.row)): \(NumberText.figures(limit.before.rate)) → "
          + "\(NumberText.figures(limit.row.rate)) \(limit.row.unit.rawValue) "
          + "(\(RowChange.signed(Self.rateChange(limit)))); the file may be another machine's")
    }
    return lines
  }

  private static func counted(_ rows: Int) -> String { rows == 1 ? "1 row" : "\(rows) rows" }

  private static func title(_ row: RowResult) -> String {
    let threads = row.threads == 1 ? "1 thread" : "\(row.threads) threads"
    return "\(row.name) \(row.problem), \(threads), \(row.level.rawValue)"
  }
}

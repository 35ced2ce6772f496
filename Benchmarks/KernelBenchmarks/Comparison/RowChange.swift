/// A row beside the one of the same name in an earlier run.
struct RowChange {
  /// Whether a row's time has changed by more than noise.
  enum Verdict: String {
    case slower
    case faster
    case unchanged
  }

  let row: RowResult
  let before: SavedRun.Row

  /// Changes below this are noise even where samples agree: a process finds its arrays on other pages
  /// and the processor at another clock rate.
  static let leastNoise = 0.05

  /// How many standard deviations are noise.
  private static let deviations = 4.0

  /// The standard deviation of normally distributed samples, in median absolute deviations.
  private static let deviationPerSpread = 1.4826

  /// The time's change as a fraction of the earlier time: 0.1 for a tenth slower.
  var change: Double { row.timing.medianSeconds / before.medianSeconds - 1 }

  /// The change that both runs' spreads explain.
  var noise: Double {
    let (now, then) = (row.timing.spread, before.spread)
    let spread = (now * now + then * then).squareRoot()
    return max(Self.leastNoise, Self.deviations * Self.deviationPerSpread * spread)
  }

  var verdict: Verdict {
    // Twice as fast is as far from the same as twice as slow.
    if change > noise { return .slower }
    return 1 / (1 + change) - 1 > noise ? .faster : .unchanged
  }

  /// The change for readers, such as `+12.3 %`.
  var changeText: String { Self.signed(change) }

  /// A fraction with its sign, in percent.
  static func signed(_ fraction: Double) -> String {
    (fraction < 0 ? "" : "+") + NumberText.fixed(100 * fraction, digits: 1) + " %"
  }
}

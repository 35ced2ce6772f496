/// How long one call of something takes.
struct Timing: Equatable {
  /// The median over the samples.
  let medianSeconds: Double
  /// The median distance of the samples from ``medianSeconds``.
  let deviationInSeconds: Double
  /// How many samples there were.
  let sampleCount: Int

  /// Summarises the seconds a call took in each sample.
  init(samples: [Double]) {
    medianSeconds = Statistics.median(samples)
    deviationInSeconds = Statistics.medianAbsoluteDeviation(samples)
    sampleCount = samples.count
  }

  /// The deviation as a fraction of the median.
  var spread: Double { medianSeconds > 0 ? deviationInSeconds / medianSeconds : 0 }
}

/// How timings are taken.
struct TimingPlan {
  /// A sample makes as many calls as fill this time, so that reading the clock does not show.
  var sampleSeconds = 0.000_5
  /// Samples are taken for this long at least.
  var totalSeconds = 0.1
  /// At least this many samples are taken.
  var leastSamples = 5
  /// Exactly this many samples are taken, however long it lasts; nil for as many as it needs.
  var repetitions: Int?

  /// Times `body`, after calls that fill caches and let the processor reach its clock rate.
  func measure(_ body: () throws -> Void) rethrows -> Timing {
    var calls = 1
    var warmup = try Self.seconds(calls, body)
    while warmup < sampleSeconds {
      calls = max(2 * calls, Int(Double(calls) * min(sampleSeconds / max(warmup, 1e-9), 100)))
      warmup = try Self.seconds(calls, body)
    }
    var samples: [Double] = []
    var total = 0.0
    while repetitions.map({ samples.count < $0 })
      ?? (total < totalSeconds || samples.count < leastSamples)
    {
      let seconds = try Self.seconds(calls, body)
      total += seconds
      samples.append(seconds / Double(calls))
    }
    return Timing(samples: samples)
  }

  /// The monotonic clock's seconds around `calls` calls.
  private static func seconds(
    _ calls: Int, _ body: () throws -> Void
  ) rethrows -> Double {
    let clock = SuspendingClock()
    let start = clock.now
    for _ in 0..<calls { try body() }
    let (seconds, attoseconds) = (clock.now - start).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}

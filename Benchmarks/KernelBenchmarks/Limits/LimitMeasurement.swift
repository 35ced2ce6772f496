import CPUFeatures
import Kernels

/// Measures limits.
struct LimitMeasurement {
  let kernels: KernelSet
  let caches: CacheSizes
  let plan: TimingPlan

  /// Batches of samples; the fastest one counts, since whatever else the machine does only slows it.
  private static let batchCount = 5

  /// The limit as a row, which is its own limit.
  func measure(_ limit: Limit) -> RowResult {
    Parallel.threadCount = limit.threads
    let (timing, amount) =
      switch limit.kind {
      case .multiplyAddPeak: measurePeak(threads: limit.threads)
      case .readBandwidth(let level): measureReading(level, threads: limit.threads)
      }
    return RowResult(
      name: limit.name, problem: limit.problem(caches), threads: limit.threads,
      level: limit.level, timing: timing, amount: amount, unit: limit.unit, fractionOfLimit: 1)
  }

  private func measurePeak(threads: Int) -> (timing: Timing, amount: Double) {
    let tile = unsafe kernels.microkernels.multiplyAddPeak
    let elements = unsafe tile.rows * tile.columns
    let steps = 2048
    // More pieces than threads, so that one that starts late finds less to do.
    let pieces = 16 * threads
    let results = FloatBuffer(pieces * elements, repeating: 0)
    let timing = fastestBatch {
      Parallel.forEach(pieces) { piece in
        unsafe tile.function(steps, 0.5, 1, results.pointer + piece * elements)
      }
    }
    return (timing, 2 * Double(elements) * Double(steps) * Double(pieces))
  }

  private func measureReading(
    _ level: MemoryLevel, threads: Int
  ) -> (timing: Timing, amount: Double) {
    let bytes = level.probeBytes(threads: threads, caches)
    let count = bytes / MemoryLayout<Float>.stride
    // Small arrays are read again and again, so that starting the threads does not count.
    let passes = max(1, (8 << 20) / bytes)
    let arrays = (0..<threads).map { FloatBuffer(count, stream: $0) }
    let words = FloatBuffer(threads * 16, repeating: 0)
    let timing = fastestBatch {
      Parallel.forEach(threads) { thread in
        var word: UInt32 = 0
        for _ in 0..<passes {
          unsafe word ^= kernels.microkernels.exclusiveOr(count, arrays[thread].readOnly)
        }
        // A cache line each, so that the threads do not disturb each other.
        unsafe words.pointer[thread * 16] = Float(bitPattern: word)
      }
    }
    return (timing, Double(bytes) * Double(passes) * Double(threads))
  }

  private func fastestBatch(_ body: () -> Void) -> Timing {
    var plan = plan
    plan.totalSeconds /= Double(Self.batchCount)
    plan.leastSamples = 3
    var best = plan.measure(body)
    for _ in 1..<Self.batchCount {
      let timing = plan.measure(body)
      if timing.medianSeconds < best.medianSeconds { best = timing }
    }
    return best
  }
}

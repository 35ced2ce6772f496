import CPUFeatures

/// What was measured of this machine.
struct MachineLimits {
  /// The processor's caches.
  let caches: CacheSizes
  private var rates: [Limit: Double] = [:]

  init(caches: CacheSizes) {
    self.caches = caches
  }

  /// A limit's operations or bytes a second; nil if it was not measured.
  subscript(limit: Limit) -> Double? {
    get { rates[limit] }
    set { rates[limit] = newValue }
  }

  /// The least time that work can take: the longest of its operations' at the peak and its reading's and
  /// writing's at the bandwidths of the level that holds its arrays.
  func leastSeconds(_ work: Work, level: InstructionSetLevel, threads: Int) -> Double {
    func seconds(_ amount: Double, _ kind: Limit.Kind) -> Double {
      guard let rate = self[Limit(kind: kind, level: level, threads: threads)], rate > 0 else {
        return 0
      }
      return amount / rate
    }
    let place = MemoryLevel.holding(work.footprint, threads: threads, caches)
    return max(
      seconds(Double(work.operations), .multiplyAddPeak),
      seconds(Double(work.byteOperations), .byteProductPeak),
      seconds(Double(work.bytesRead), .readBandwidth(place)),
      seconds(Double(work.bytesWritten), .writeBandwidth(place)))
  }
}

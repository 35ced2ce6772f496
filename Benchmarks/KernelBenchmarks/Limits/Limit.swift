import CPUFeatures

/// A rate that no kernel can exceed.
struct Limit: Hashable, Sendable {
  /// What is limited.
  enum Kind: Hashable, Sendable {
    /// Floating-point operations a second, two for a multiplication with its addition.
    case multiplyAddPeak
    /// Bytes read a second.
    case readBandwidth(MemoryLevel)
  }

  let kind: Kind
  /// The instruction set.
  let level: InstructionSetLevel
  /// How many threads at once.
  let threads: Int

  /// All limits for one instruction set and number of threads.
  static func all(
    _ level: InstructionSetLevel, threads: Int, _ caches: CacheSizes
  ) -> [Limit] {
    let kinds =
      [Kind.multiplyAddPeak] + MemoryLevel.levels(of: caches).map { Kind.readBandwidth($0) }
    return kinds.map { Limit(kind: $0, level: level, threads: threads) }
  }

  /// The row's name.
  var name: String {
    switch kind {
    case .multiplyAddPeak: "multiply_add_peak"
    case .readBandwidth: "read_bandwidth"
    }
  }

  /// The row's problem.
  func problem(_ caches: CacheSizes) -> String {
    switch kind {
    case .multiplyAddPeak: return "registers"
    case .readBandwidth(let level):
      let kibibytes = level.probeBytes(threads: threads, caches) >> 10
      return "\(level.rawValue), \(kibibytes) KiB a thread"
    }
  }

  /// The unit of its rate.
  var unit: RateUnit { kind == .multiplyAddPeak ? .gigaflops : .gigabytes }
}

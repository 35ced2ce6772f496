import CPUFeatures

/// A rate that no kernel can exceed.
struct Limit: Hashable, Sendable {
  /// What is limited.
  enum Kind: Hashable, Sendable {
    /// Floating-point operations a second, two for a multiplication with its addition.
    case multiplyAddPeak
    /// Operations on bytes a second, two for a multiplication with its addition.
    case byteProductPeak
    /// Bytes read a second.
    case readBandwidth(MemoryLevel)
    /// Bytes written a second.
    case writeBandwidth(MemoryLevel)
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
    let levels = MemoryLevel.levels(of: caches)
    let kinds =
      [Kind.multiplyAddPeak, .byteProductPeak] + levels.map { Kind.readBandwidth($0) }
      + levels.map { Kind.writeBandwidth($0) }
    return kinds.map { Limit(kind: $0, level: level, threads: threads) }
  }

  /// Where the data lies; nil for registers.
  var memoryLevel: MemoryLevel? {
    switch kind {
    case .multiplyAddPeak, .byteProductPeak: nil
    case .readBandwidth(let level), .writeBandwidth(let level): level
    }
  }

  /// The row's name.
  var name: String {
    switch kind {
    case .multiplyAddPeak: "multiply_add_peak"
    case .byteProductPeak: "byte_product_peak"
    case .readBandwidth: "read_bandwidth"
    case .writeBandwidth: "write_bandwidth"
    }
  }

  /// The row's problem.
  func problem(_ caches: CacheSizes) -> String {
    guard let memoryLevel else { return "registers" }
    let kibibytes = memoryLevel.probeBytes(threads: threads, caches) >> 10
    return "\(memoryLevel.rawValue), \(kibibytes) KiB a thread"
  }

  /// The unit of its rate.
  var unit: RateUnit {
    switch kind {
    case .multiplyAddPeak: .gigaflops
    case .byteProductPeak: .gigaoperations
    case .readBandwidth, .writeBandwidth: .gigabytes
    }
  }
}

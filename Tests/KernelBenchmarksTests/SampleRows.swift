import CPUFeatures

@testable import KernelBenchmarks

extension RowResult {
  /// A row whose samples have the given times.
  static func sample(
    _ name: String = "gemm", problem: String = "m=2", threads: Int = 1,
    level: InstructionSetLevel = .avx2, samples: [Double] = [1], work: Work? = nil
  ) -> RowResult {
    RowResult(
      name: name, problem: problem, threads: threads, level: level,
      timing: Timing(samples: samples), amount: Double(work?.operations ?? 1),
      unit: .gigaflops, fractionOfLimit: 0.5, work: work)
  }

  /// A limit of `perSecond`.
  static func sampleLimit(
    _ kind: Limit.Kind, perSecond: Double, threads: Int = 1, level: InstructionSetLevel = .avx2
  ) -> RowResult {
    let limit = Limit(kind: kind, level: level, threads: threads)
    return RowResult(
      name: limit.name, problem: "\(kind)", threads: threads, level: level,
      timing: Timing(samples: [1]), amount: perSecond, unit: limit.unit, fractionOfLimit: 1,
      limit: kind)
  }
}

/// What a kernel's call cannot do without.
struct Work: Equatable, Sendable {
  /// Floating-point operations: additions, multiplications, divisions and roots.
  var operations = 0
  /// Bytes read and bytes written, each element once.
  var bytes = 0

  /// Work counted in operations and in floats read or written.
  init(operations: Int = 0, floats: Int, furtherBytes: Int = 0) {
    self.operations = operations
    bytes = floats * MemoryLayout<Float>.stride + furtherBytes
  }
}

/// What a row's rate is counted in.
enum RateUnit: String, Sendable {
  /// 10⁹ floating-point operations a second.
  case gigaflops = "GFLOP/s"
  /// 10⁹ bytes a second.
  case gigabytes = "GB/s"

  /// How much of `work` this unit counts.
  func amount(of work: Work) -> Double {
    switch self {
    case .gigaflops: Double(work.operations)
    case .gigabytes: Double(work.bytes)
    }
  }
}

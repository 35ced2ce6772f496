/// What a kernel's call cannot do without.
struct Work: Equatable, Sendable {
  /// Floating-point operations: additions, multiplications, divisions and roots.
  let operations: Int
  /// Multiplications of bytes and the additions of their products.
  let byteOperations: Int
  /// Bytes of input, each read once.
  let bytesRead: Int
  /// Bytes of output, each written once.
  let bytesWritten: Int
  /// Bytes of all arrays together.
  let footprint: Int
  /// Pictures or queries that are worked on; 0 where nobody counts them.
  let items: Int

  /// Describes the work.
  ///
  /// - Parameters:
  ///   - operations: Floating-point operations.
  ///   - byteOperations: Multiplications of bytes and additions of their products.
  ///   - read: Floats that are only read.
  ///   - written: Floats that are only written.
  ///   - updated: Floats that are read and written.
  ///   - bytesRead: Bytes of other types that are read.
  ///   - bytesWritten: Bytes of other types that are written.
  ///   - items: Pictures or queries.
  init(
    operations: Int = 0, byteOperations: Int = 0, read: Int = 0, written: Int = 0,
    updated: Int = 0, bytesRead: Int = 0, bytesWritten: Int = 0, items: Int = 0
  ) {
    let size = MemoryLayout<Float>.stride
    self.operations = operations
    self.byteOperations = byteOperations
    self.bytesRead = (read + updated) * size + bytesRead
    self.bytesWritten = (written + updated) * size + bytesWritten
    self.items = items
    footprint = (read + written + updated) * size + bytesRead + bytesWritten
  }
}

/// What a row's rate is counted in.
enum RateUnit: String, Sendable {
  /// 10⁹ floating-point operations a second.
  case gigaflops = "GFLOP/s"
  /// 10⁹ operations on bytes a second.
  case gigaoperations = "Gop/s"
  /// 10⁹ bytes a second, read and written.
  case gigabytes = "GB/s"
  /// Pictures a second.
  case images = "images/s"
  /// Queries a second.
  case queries = "queries/s"

  /// How much of `work` this unit counts.
  func amount(of work: Work) -> Double {
    switch self {
    case .gigaflops: Double(work.operations)
    case .gigaoperations: Double(work.byteOperations)
    case .gigabytes: Double(work.bytesRead + work.bytesWritten)
    case .images, .queries: Double(work.items)
    }
  }

  /// How much one of this unit is.
  var scale: Double {
    switch self {
    case .gigaflops, .gigaoperations, .gigabytes: 1e9
    case .images, .queries: 1
    }
  }
}

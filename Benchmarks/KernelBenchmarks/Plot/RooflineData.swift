import CPUFeatures

/// What a roofline picture shows: roofs of one instruction set, and the rows measured on it.
///
/// Source: Williams, Waterman, Patterson, "Roofline: An Insightful Visual Performance Model for
/// Multicore Architectures" (2009).
struct RooflineData {
  /// What so many threads can reach at most.
  struct Roof {
    let threads: Int
    /// Operations a second.
    let peak: Double
    /// Bytes read a second from each level, the nearest first.
    let bandwidths: [(level: MemoryLevel, perSecond: Double)]
  }

  /// A row as a point.
  struct Mark {
    let row: RowResult
    /// The number of the kernel in the legend, from 1.
    let number: Int
    /// Operations a byte.
    let intensity: Double
    /// Operations a second.
    let speed: Double
  }

  let level: InstructionSetLevel
  let roofs: [Roof]
  let marks: [Mark]
  /// What the numbers mean.
  let legend: [String]

  /// Above so many different problems the legend names kernels only.
  static let longestLegend = 60

  /// Takes the rows and limits of the best instruction set among the rows; nil if no row has both
  /// operations and bytes, or no roof was measured for them.
  init?(rows: [RowResult], limits: [RowResult]) {
    let drawable = rows.filter { row in
      guard let work = row.work else { return false }
      return work.operations > 0 && work.bytesRead + work.bytesWritten > 0
        && row.timing.medianSeconds > 0
    }
    guard let level = drawable.map(\.level).max() else { return nil }
    let rows = drawable.filter { $0.level == level }
    self.level = level
    roofs = Set(rows.map(\.threads)).sorted().compactMap { threads in
      Roof(threads: threads, limits: limits.filter { $0.level == level && $0.threads == threads })
    }
    guard !roofs.isEmpty else { return nil }
    let problems = Set(rows.map { "\($0.name) \($0.problem)" })
    let namesProblems = problems.count <= Self.longestLegend
    var numbers: [String: Int] = [:]
    var legend: [String] = []
    marks = rows.map { row in
      let title = namesProblems ? "\(row.name) \(row.problem)" : row.name
      let number = numbers[title] ?? legend.count + 1
      if number > legend.count {
        numbers[title] = number
        legend.append(title)
      }
      let bytes = row.work.map { $0.bytesRead + $0.bytesWritten } ?? 1
      let operations = Double(row.work?.operations ?? 0)
      return Mark(
        row: row, number: number, intensity: operations / Double(bytes),
        speed: operations / row.timing.medianSeconds)
    }
    self.legend = legend
  }
}

extension RooflineData.Roof {
  /// Takes the limits of one instruction set and number of threads; nil if the peak is not among them.
  init?(threads: Int, limits: [RowResult]) {
    guard let peak = limits.first(where: { $0.limit == .multiplyAddPeak }) else { return nil }
    self.threads = threads
    self.peak = peak.perSecond
    bandwidths = MemoryLevel.allCases.compactMap { level in
      limits.first { $0.limit == .readBandwidth(level) }.map { (level, $0.perSecond) }
    }
  }
}

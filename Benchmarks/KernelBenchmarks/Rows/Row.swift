import CPUFeatures
import Kernels

/// A line of the table before it is measured.
struct Row: Sendable {
  let subject: Subject
  let kernels: KernelSet
  let threads: Int

  /// Its place among the limits it is held against.
  var level: InstructionSetLevel { kernels.level }
}

/// Which limits and rows are measured.
struct Plan {
  /// Limits that are rows of their own.
  private(set) var limits: [Limit] = []
  /// All limits that must be known, in the order in which they are measured.
  private(set) var neededLimits: [Limit] = []
  /// The rows, in order.
  private(set) var rows: [Row] = []

  /// Chooses from `subjects` by the options.
  ///
  /// - Parameters:
  ///   - options: What the command line asks for.
  ///   - subjects: All that can be measured.
  ///   - sets: The instruction sets of this processor, those wanted by `options` only.
  ///   - preferred: The set for subjects that run on any.
  ///   - coreCount: How many threads all are.
  ///   - caches: The processor's caches.
  init(
    _ options: Options, subjects: [Subject], sets: [KernelSet], preferred: KernelSet,
    coreCount: Int, caches: CacheSizes
  ) {
    let filters = options.filters.map { $0.lowercased() }
    func matches(_ name: String, _ problem: String) -> Bool {
      let text = "\(name) \(problem)".lowercased()
      return filters.allSatisfy { text.contains($0) }
    }
    func isAskedFor(_ subject: Subject) -> Bool {
      if let name = subject.nameToAskFor { return filters.contains { $0.contains(name) } }
      return !(subject.needsFilter && filters.isEmpty)
    }
    let threadCounts = options.threads.map { [$0] } ?? (coreCount > 1 ? [1, coreCount] : [1])

    for subject in subjects {
      guard matches(subject.name, subject.problem), isAskedFor(subject) else { continue }
      let kernels = subject.level.map { level in sets.first { $0.level == level } } ?? preferred
      guard let kernels else { continue }
      for threads in threadCounts where threads == 1 || !subject.isSingleThreaded {
        rows.append(Row(subject: subject, kernels: kernels, threads: threads))
      }
    }
    for kernels in sets {
      for threads in threadCounts {
        let all = Limit.all(kernels.level, threads: threads, caches)
        let isNeeded = rows.contains { $0.level == kernels.level && $0.threads == threads }
        for limit in all {
          let isRow = matches(limit.name, limit.problem(caches))
          if isRow { limits.append(limit) }
          if isRow || isNeeded { neededLimits.append(limit) }
        }
      }
    }
  }

  /// Whether nothing was chosen.
  var isEmpty: Bool { limits.isEmpty && rows.isEmpty }
}

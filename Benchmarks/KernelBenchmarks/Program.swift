import CPUFeatures
import DurableFiles
import Kernels

/// The program `augnet-bench`: what is to be measured, measuring and printing it.
struct Program {
  /// The instruction sets this processor runs.
  let sets: [KernelSet]
  /// The set for rows that run on any.
  let preferred: InstructionSetLevel
  /// How many threads all are.
  let coreCount: Int
  /// Prints text to standard output.
  let writeOutput: (String) throws -> Void
  /// Prints a line to standard error.
  let writeError: (String) -> Void

  /// Runs one command line, the program's name left out.
  ///
  /// - Returns: The process's status: 0 success, 1 failure, 2 a command line that cannot be understood.
  func run(_ words: [String]) -> Int32 {
    do {
      try run(Options.parse(words))
      return 0
    } catch let error as UsageError {
      writeError("augnet-bench: \(error)")
      return 2
    } catch OutputError.closed {
      return 0
    } catch {
      writeError("augnet-bench: \(error)")
      return 1
    }
  }

  private func run(_ options: Options) throws {
    if options.asksForHelp { return try writeOutput(helpText) }
    let caches = CacheSizes.current
    let chosen = try chosenSets(options)
    let pictures = try options.picturesFolder.map(Subject.decodings(picturesIn:)) ?? []
    let plan = Plan(
      options, subjects: Subject.all + pictures, sets: chosen.sets, preferred: chosen.preferred,
      coreCount: coreCount, caches: caches)
    guard !plan.isEmpty else { throw MeasuringError.nothingMatches(options) }
    if options.listsRows { return try list(plan, caches) }
    try measure(plan, options, caches)
  }

  private func chosenSets(
    _ options: Options
  ) throws(MeasuringError) -> (sets: [KernelSet], preferred: KernelSet) {
    let wanted = options.level ?? preferred
    guard let kernels = sets.first(where: { $0.level == wanted }) else {
      throw .missingInstructionSet(wanted, available: sets.map(\.level))
    }
    return (options.level == nil ? sets : [kernels], kernels)
  }

  private func list(_ plan: Plan, _ caches: CacheSizes) throws {
    let lines =
      plan.limits.map { [$0.name, $0.problem(caches), String($0.threads), $0.level.rawValue] }
      + plan.rows.map {
        [$0.subject.name, $0.subject.problem, String($0.threads), $0.level.rawValue]
      }
    let table = TableLayout(names: lines.map { $0[0] }, problems: lines.map { $0[1] })
    for line in lines { try writeOutput(table.line(line) + "\n") }
  }

  private func measure(_ plan: Plan, _ options: Options, _ caches: CacheSizes) throws {
    let earlier = try options.compareFile.map { try SavedRun(contentsOf: $0) }
    let baseline = RunComparison.byKey(earlier?.rows ?? [])
    let table = TableLayout(
      names: plan.neededLimits.map(\.name) + plan.rows.map(\.subject.name),
      problems: plan.neededLimits.map { $0.problem(caches) } + plan.rows.map(\.subject.problem))
    func print(_ result: RowResult) throws {
      let line =
        options.printsJSON
        ? result.json(comparedWith: baseline[result.key]).text() : table.line(result.cells)
      try writeOutput(line + "\n")
    }
    let usualThreads = Parallel.threadCount
    defer { Parallel.threadCount = usualThreads }

    if !options.printsJSON { try writeOutput(table.heading + "\n") }
    let timing = TimingPlan(repetitions: options.repetitions)
    var limits = MachineLimits(caches: caches)
    let shown = Set(plan.limits)
    let limitResults = LimitMeasurement(
      plan.neededLimits, sets: sets, caches: caches, plan: TimingPlan()
    ).measure(plan.neededLimits)
    for (limit, result) in zip(plan.neededLimits, limitResults) {
      limits[limit] = result.perSecond
      // Readers see what the percentages refer to; programs get what they asked for.
      if !options.printsJSON || shown.contains(limit) { try print(result) }
    }
    var results: [RowResult] = []
    for row in plan.rows {
      let result = try measure(row, timing, limits)
      results.append(result)
      try print(result)
    }
    try write(limitResults, results, options)
    if let earlier, let path = options.compareFile {
      let comparison = RunComparison(with: earlier, limits: limitResults, rows: results)
      // Programs have each row's verdict; what concerns the whole run is for people.
      for line in comparison.lines(path: path) {
        if options.printsJSON { writeError(line) } else { try writeOutput(line + "\n") }
      }
      if comparison.slowerCount > 0 {
        throw MeasuringError.slower(rows: comparison.slowerCount, path: path)
      }
    }
  }

  /// Writes the files that the options ask for.
  private func write(
    _ limits: [RowResult], _ rows: [RowResult], _ options: Options
  ) throws {
    if let path = options.saveFile { try SavedRun.write(limits: limits, rows: rows, to: path) }
    if let path = options.plotFile {
      guard let data = RooflineData(rows: rows, limits: limits) else {
        throw MeasuringError.nothingToPlot
      }
      try replaceFile(atPath: path, with: Array(RooflinePlot.svg(of: data).utf8))
    }
  }

  private func measure(
    _ row: Row, _ plan: TimingPlan, _ limits: MachineLimits
  ) throws -> RowResult {
    Parallel.threadCount = row.threads
    let subject = row.subject
    let timing = try plan.measure(subject.prepare(row.kernels))
    let least = limits.leastSeconds(subject.work, level: row.level, threads: row.threads)
    return RowResult(
      name: subject.name, problem: subject.problem, threads: row.threads, level: row.level,
      timing: timing, amount: subject.unit.amount(of: subject.work), unit: subject.unit,
      fractionOfLimit: timing.medianSeconds > 0 ? least / timing.medianSeconds : 0,
      work: subject.work, peakMemoryBytes: subject.reportsMemory ? peakMemoryInBytes() : nil)
  }
}

/// Why nothing was measured, or what is wrong with what was.
enum MeasuringError: Error, CustomStringConvertible {
  /// This processor does not run the instruction set asked for.
  case missingInstructionSet(InstructionSetLevel, available: [InstructionSetLevel])
  /// No row is left by the options.
  case nothingMatches(Options)
  /// No row has both operations and bytes.
  case nothingToPlot
  /// Rows are slower than in the saved run at `path`.
  case slower(rows: Int, path: String)

  var description: String {
    switch self {
    case .nothingToPlot: return "no row with operations and bytes was measured; --plot needs one"
    case .slower(let rows, let path):
      return "\(rows == 1 ? "1 row is" : "\(rows) rows are") slower than in \(path)"
    case .missingInstructionSet(let level, let available):
      let names = available.map(\.rawValue).joined(separator: ", ")
      return "this processor does not run \(level.rawValue); --isa can be \(names)"
    case .nothingMatches(let options):
      let filter =
        options.filters.isEmpty
        ? "the options" : options.filters.map { "--filter '\($0)'" }.joined(separator: " ")
      let threads = options.threads.map {
        $0 > 1 ? " with \($0) threads (micro-kernels run on one)" : ""
      }
      return "no row matches \(filter)\(threads ?? ""); --list names all rows"
    }
  }
}

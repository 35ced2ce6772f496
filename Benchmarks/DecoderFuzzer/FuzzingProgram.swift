import DurableFiles
import ImageCodecs

/// Mutated pictures through the decoders, in child processes, so that a crash tells its input's number.
struct FuzzingProgram {
  private let options: FuzzingOptions

  init(_ options: FuzzingOptions) {
    self.options = options
  }

  /// Does what the options ask for.
  ///
  /// - Returns: The status of the process: 0, or 1 if an outcome was one that may not be.
  func run() throws(FileError) -> Int32 {
    if options.wantsHelp {
      print(FuzzingOptions.help)
      return 0
    }
    if let folder = options.exhaustiveFolder { return try decodeExhaustively(folder) ? 0 : 1 }
    var corpus = SeedCorpus()
    for path in options.corpusPaths {
      for file in try corpusFiles(path) { corpus.add(file) }
    }
    if let folder = options.corpusFolder {
      try write(corpus, toFolder: folder)
      return 0
    }
    for format in options.formats {
      guard let mutator = PictureMutator(corpus, format: format, seed: options.seed) else {
        print("\(format.rawValue): no pictures to begin with")
        continue
      }
      if let number = options.writtenNumber {
        try replaceFile(atPath: options.outputPath ?? "input", with: mutator.file(number))
      } else if let batch = options.batch {
        return run(batch, of: mutator, format) ? 0 : 1
      } else if !runInProcesses(format) {
        return 1
      }
    }
    return 0
  }

  /// Does the same, and prints why a file could not be read or written.
  func runReportingErrors() -> Int32 {
    do throws(FileError) {
      return try run()
    } catch {
      print("augnet-fuzz: \(error)")
      return 2
    }
  }

  private func write(_ corpus: SeedCorpus, toFolder folder: String) throws(FileError) {
    for format in options.formats {
      for (number, file) in (corpus.files[format] ?? []).enumerated() {
        try replaceFile(
          atPath: "\(folder)/\(number).\(format.rawValue.lowercased())", with: file)
      }
    }
  }

  /// Runs a batch in this process; tells whether nothing was wrong.
  private func run(
    _ numbers: Range<Int>, of mutator: PictureMutator, _ format: ImageFormat
  ) -> Bool {
    let memory = peakMemory()
    let outcome = BatchOutcome(
      numbers,
      announce: { number in
        if options.announces {
          print("input \(number)")
          flushOutput()
        }
        if options.announces || number % 256 == 0 { endUnlessCalledAgain(within: 30) }
      },
      file: mutator.file)
    let growth = (peakMemory() - memory) >> 20
    print(
      "\(format.rawValue) seed \(options.seed), inputs \(numbers): \(outcome.images) images,"
        + " \(outcome.inputs - outcome.images) errors, slowest \(outcome.slowest.duration)"
        + " (input \(outcome.slowest.number)), \(growth) MB more memory")
    if let fault = outcome.fault { print("FAULT \(fault)") }
    return outcome.fault == nil
  }

  /// Runs all batches of a format, each in a process of its own, up to the first fault.
  private func runInProcesses(_ format: ImageFormat) -> Bool {
    let size = 100_000
    for start in stride(from: 0, to: options.count, by: size) {
      let end = min(start + size, options.count)
      let batch =
        ["--seed", "\(options.seed)", "--format", format.rawValue.lowercased()]
        + options.corpusPaths.flatMap { ["--corpus", $0] } + ["--batch", "\(start)", "\(end)"]
      flushOutput()
      let status = runAgain(batch)
      if status == 0 { continue }
      print(
        "\(format.rawValue) seed \(options.seed), inputs \(start)..<\(end) ended with status"
          + " \(status)")
      // The last number that is announced is the one that ended the process.
      if status > 1 { _ = runAgain(batch + ["--announce"]) }
      return false
    }
    return true
  }
}

import CPUFeatures

/// What the command line asks for.
struct Options: Equatable {
  /// Only rows whose name and problem contain each of these texts, whatever its case.
  var filters: [String] = []
  /// Only rows with this many threads; nil for rows with 1 and rows with all.
  var threads: Int?
  /// Only this instruction set; nil for the preferred one, and all of them for limits and micro-kernels.
  var level: InstructionSetLevel?
  /// How many samples a row takes; nil for as many as its time needs.
  var repetitions: Int?
  /// Where the run is saved.
  var saveFile: String?
  /// The saved run that this one is compared with.
  var compareFile: String?
  /// Where the roofline picture is written.
  var plotFile: String?
  /// A folder of pictures whose decoding is measured too.
  var picturesFolder: String?
  /// Whether rows are printed as JSON objects.
  var printsJSON = false
  /// Whether rows are only named.
  var listsRows = false
  /// Whether the help is asked for.
  var asksForHelp = false

  /// Reads the words of a command line, the program's name left out.
  static func parse(_ words: [String]) throws(UsageError) -> Options {
    var options = Options()
    var rest = words[...]
    while let word = rest.popFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts.first.map(String.init) ?? ""
      let attached = parts.count == 2 ? String(parts[1]) : nil
      switch name {
      case "--filter":
        let text = try value(of: name, attached, &rest)
        guard !text.isEmpty else { throw UsageError("--filter needs a text that is not empty") }
        options.filters.append(text)
      case "--threads":
        options.threads = try number(of: name, in: 1...1024, attached, &rest)
      case "--repetitions":
        options.repetitions = try number(of: name, in: 1...1_000_000, attached, &rest)
      case "--isa":
        let text = try value(of: name, attached, &rest)
        guard let level = InstructionSetLevel(rawValue: text) else {
          let names = InstructionSetLevel.allCases.map(\.rawValue).joined(separator: ", ")
          throw UsageError("--isa needs one of \(names), not '\(text)'")
        }
        options.level = level
      case "--save": options.saveFile = try file(of: name, attached, &rest)
      case "--compare": options.compareFile = try file(of: name, attached, &rest)
      case "--pictures": options.picturesFolder = try file(of: name, attached, &rest)
      case "--plot":
        let path = try file(of: name, attached, &rest)
        guard path.lowercased().hasSuffix(".svg") else {
          throw UsageError("--plot writes a picture whose name ends in .svg, not '\(path)'")
        }
        options.plotFile = path
      case "--json", "--list", "--help", "-h":
        guard attached == nil else { throw UsageError("\(name) takes no value") }
        switch name {
        case "--json": options.printsJSON = true
        case "--list": options.listsRows = true
        default: options.asksForHelp = true
        }
      default:
        let kind = word.hasPrefix("-") ? "option" : "argument"
        throw UsageError("unknown \(kind) '\(word)'; see 'augnet-bench --help'")
      }
    }
    if options.printsJSON && options.listsRows {
      throw UsageError("--list names rows and measures none; leave out --json")
    }
    let files = [options.saveFile, options.compareFile, options.plotFile]
    if options.listsRows && files.contains(where: { $0 != nil }) {
      throw UsageError("--list measures nothing; leave out --save, --compare and --plot")
    }
    return options
  }

  private static func file(
    of name: String, _ attached: String?, _ rest: inout ArraySlice<String>
  ) throws(UsageError) -> String {
    let path = try value(of: name, attached, &rest)
    guard !path.isEmpty else { throw UsageError("\(name) needs the name of a file") }
    return path
  }

  private static func value(
    of name: String, _ attached: String?, _ rest: inout ArraySlice<String>
  ) throws(UsageError) -> String {
    if let attached { return attached }
    guard let text = rest.popFirst() else { throw UsageError("\(name) needs a value") }
    return text
  }

  private static func number(
    of name: String, in range: ClosedRange<Int>, _ attached: String?,
    _ rest: inout ArraySlice<String>
  ) throws(UsageError) -> Int {
    let text = try value(of: name, attached, &rest)
    guard let number = Int(text), range.contains(number) else {
      throw UsageError(
        "\(name) needs a whole number from \(range.lowerBound) to \(range.upperBound), "
          + "not '\(text)'")
    }
    return number
  }
}

import ImageCodecs

/// What the command line asks for.
struct FuzzingOptions {
  /// Why a command line could not be understood.
  struct UsageError: Error, CustomStringConvertible {
    let description: String
  }

  static let help = """
    augnet-fuzz: decodes mutated pictures and looks for crashes, hangs and impossible outcomes

    augnet-fuzz [--seed N] [--count N] [--format png|jpeg|pnm|bmp] [--corpus PATH]...
        decodes --count inputs (100000) of each format, or of one, in processes of 100000 inputs;
        --corpus adds the pictures of a folder, or of a file of reference lines, to those made here
    augnet-fuzz --exhaustive FOLDER
        decodes every beginning of every file of at most 4 KB, and the file with each bit flipped
    augnet-fuzz [--seed N] --format F --write NUMBER --out FILE
        writes an input
    augnet-fuzz --write-corpus FOLDER [--corpus PATH]...
        writes the pictures to begin with into a folder that exists, one file each
    """

  private(set) var seed: UInt64 = 1
  private(set) var count = 100_000
  private(set) var formats = ImageFormat.allCases
  private(set) var corpusPaths: [String] = []
  private(set) var exhaustiveFolder: String?
  /// The inputs to decode in this process.
  private(set) var batch: Range<Int>?
  /// Whether each input's number is printed before it is decoded.
  private(set) var announces = false
  private(set) var writtenNumber: Int?
  private(set) var outputPath: String?
  /// Where the pictures to begin with are written.
  private(set) var corpusFolder: String?
  private(set) var wantsHelp = false

  init(_ arguments: [String]) throws(UsageError) {
    var arguments = arguments[...]
    while let option = arguments.popFirst() {
      func next() throws(UsageError) -> String {
        guard let value = arguments.popFirst() else {
          throw UsageError(description: "\(option) needs a value")
        }
        return value
      }
      func nextNumber() throws(UsageError) -> Int {
        let value = try next()
        guard let number = Int(value), number >= 0 else {
          throw UsageError(description: "\(option) takes a number, not \(value)")
        }
        return number
      }
      switch option {
      case "--help": wantsHelp = true
      case "--seed": seed = UInt64(try nextNumber())
      case "--count": count = try nextNumber()
      case "--format":
        let name = try next().uppercased()
        guard let format = ImageFormat(rawValue: name) else {
          throw UsageError(description: "there is no format \(name)")
        }
        formats = [format]
      case "--corpus": corpusPaths.append(try next())
      case "--exhaustive": exhaustiveFolder = try next()
      case "--batch":
        let (start, end) = (try nextNumber(), try nextNumber())
        batch = start..<max(start, end)
      case "--announce": announces = true
      case "--write": writtenNumber = try nextNumber()
      case "--out": outputPath = try next()
      case "--write-corpus": corpusFolder = try next()
      default: throw UsageError(description: "unknown option \(option); --help lists them")
      }
    }
  }
}

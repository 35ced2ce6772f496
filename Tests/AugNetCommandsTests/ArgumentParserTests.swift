import Testing

@testable import AugNetCommands

private let folder = Positional("DIR", "A folder.")
private let pictures = RepeatedPositional("PICTURE", "Pictures.")
private let out = Option<String>(required: "out", short: "o", "FILE", .path, "The file.")
private let steps = Option<Int?>("steps", "N", .atLeast(1), "Steps.")
private let count = Option<Int>("k", "N", .inRange(1...100), default: 10, "Neighbours.")
private let rate = Option<Double>("lr", "X", .positiveNumber(atMost: 1), default: 0.5, "Rate.")
private let loss = Option<String>(
  "loss", "NAME", .oneOf(["contrast", "softmax"]), default: "contrast", "The loss.")
private let seed = Option<UInt64>("seed", "S", .seed, default: 0, "The seed.")
private let json = Flag("json", "JSON.")

private let definition = CommandDefinition(
  name: "try", summary: "tries", explanation: [],
  arguments: [folder, pictures, out, steps, count, rate, loss, seed, json], examples: [])

private func parse(_ line: String) throws -> ParsedArguments {
  try parse(line.split(separator: " ").map(String.init))
}

private func parse(_ words: [String]) throws -> ParsedArguments {
  guard case .run(let arguments) = try ArgumentParser(definition).parse(words) else {
    throw UsageError("try", "help")
  }
  return arguments
}

private func message(_ line: String) -> String {
  do {
    _ = try parse(line)
    return "no error"
  } catch {
    return "\(error)"
  }
}

@Suite struct ArgumentParserTests {
  @Test func readsEveryKindOfArgument() throws {
    let arguments = try parse(
      "pictures a.png --steps 7 b.png --out=m=1 --lr 1e-3 -k 3 --json --loss softmax --seed 18446744073709551615"
    )
    #expect(try arguments[folder] == "pictures")
    #expect(arguments[pictures] == ["a.png", "b.png"])
    #expect(try arguments[out] == "m=1")
    #expect(try arguments[steps] == 7)
    #expect(try arguments[count] == 3)
    #expect(try arguments[rate] == 1e-3)
    #expect(try arguments[loss] == "softmax")
    #expect(try arguments[seed] == UInt64.max)
    #expect(arguments[json])
    #expect(arguments.isGiven(steps) && !arguments.isGiven(Option<Int?>("x", "N", .atLeast(1), "")))
  }

  @Test func fallsBackToDefaults() throws {
    let arguments = try parse("d p -o m")
    #expect(try arguments[steps] == nil)
    #expect(try arguments[count] == 10)
    #expect(try arguments[rate] == 0.5)
    #expect(try arguments[out] == "m")
    #expect(!arguments[json])
  }

  @Test(arguments: ["-k4", "-k=4", "-k 4"])
  func readsShortForms(_ form: String) throws {
    #expect(try parse("d p --out m " + form)[count] == 4)
  }

  @Test func endsOptionsAtTwoDashes() throws {
    let arguments = try parse("--out m -- -d --help")
    #expect(try arguments[folder] == "-d")
    #expect(arguments[pictures] == ["--help"])
  }

  @Test func takesASingleDashAndANegativeNumberAsPaths() throws {
    let arguments = try parse("- -3 --out m")
    #expect(try arguments[folder] == "-")
    #expect(arguments[pictures] == ["-3"])
  }

  @Test(arguments: ["--help", "d -h", "--steps abc --help", "--nonsense -h"])
  func showsHelpWhateverElseIsWrong(_ line: String) throws {
    let outcome = try ArgumentParser(definition).parse(line.split(separator: " ").map(String.init))
    guard case .help = outcome else {
      Issue.record("\(line) is not taken as a question for help")
      return
    }
  }

  @Test(arguments: [
    ("d p --out m --steps abc", "augnet try: --steps needs a whole number ≥ 1, not 'abc'"),
    ("d p --out m --steps 0", "augnet try: --steps needs a whole number ≥ 1, not '0'"),
    (
      "d p --out m --steps 99999999999999999999",
      "augnet try: --steps needs a whole number ≥ 1, not '99999999999999999999'"
    ),
    ("d p --out m -k 101", "augnet try: -k needs a whole number from 1 to 100, not '101'"),
    ("d p --out m --lr nan", "augnet try: --lr needs a number > 0 and ≤ 1.0, not 'nan'"),
    ("d p --out m --lr -1", "augnet try: --lr needs a number > 0 and ≤ 1.0, not '-1'"),
    ("d p --out m --loss l2", "augnet try: --loss needs one of contrast, softmax, not 'l2'"),
    (
      "d p --out m --seed -1",
      "augnet try: --seed needs a whole number from 0 to 18446744073709551615, not '-1'"
    ),
    ("d p --out m --steps", "augnet try: --steps needs a whole number ≥ 1 after it"),
    ("d p --out --json", "augnet try: --out needs a path after it, but '--json' follows"),
    ("d p --out=", "augnet try: --out needs a path, not ''"),
    ("d p --out a --out b", "augnet try: --out is given twice"),
    ("d p --out m --json=1", "augnet try: --json takes no value, but '1' is given"),
    ("d p --out m --stpes 3", "augnet try: unknown option '--stpes'; did you mean --steps?"),
    ("d p --out m -json", "augnet try: unknown option '-json'; did you mean --json?"),
    ("d p --out m --k 3", "augnet try: unknown option '--k'; did you mean -k?"),
    ("d p --out m --verbose", "augnet try: unknown option '--verbose'; see 'augnet try --help'"),
    ("--out m", "augnet try: DIR is missing; see 'augnet try --help'"),
    ("d --out m", "augnet try: PICTURE is missing; see 'augnet try --help'"),
    ("d p", "augnet try: --out FILE is missing; see 'augnet try --help'"),
  ])
  func explainsWhatIsWrong(_ line: String, _ expected: String) {
    #expect(message(line) == expected)
  }

  @Test func refusesEmptyAndSurplusPositionals() throws {
    #expect(throws: UsageError("try", "DIR must not be empty")) {
      try parse(["", "p", "--out", "m"])
    }
    let single = ArgumentParser(
      CommandDefinition(
        name: "one", summary: "", explanation: [], arguments: [folder], examples: []))
    #expect(throws: UsageError("one", "unexpected argument 'b'; see 'augnet one --help'")) {
      try single.parse(["a", "b"])
    }
  }

  @Test func givesPathsWithSpacesAndOtherScriptsUnchanged() throws {
    let arguments = try parse(["ein Ordner", "größe=1.png", "--out", "モデル"])
    #expect(try arguments[folder] == "ein Ordner")
    #expect(arguments[pictures] == ["größe=1.png"])
    #expect(try arguments[out] == "モデル")
  }
}

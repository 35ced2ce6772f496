/// A command line that cannot be understood; the program ends with status 2.
struct UsageError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, in one line that names the option.
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// A reason why a command ends with status 1, in one line that names the file and the remedy.
package struct CommandFailure: Error, Equatable, CustomStringConvertible {
  /// The line for the user.
  package let description: String

  /// Makes a failure.
  package init(_ description: String) {
    self.description = description
  }
}

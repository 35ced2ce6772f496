/// A convolution of one picture, computed a few lines at a time where the caller wants them.
protocol LineGroups {
  /// How many lines are computed together: group g has those from g · `linesAGroup` on.
  static var linesAGroup: Int { get }

  /// Computes a group of lines, each `[W_out, C_out]`; those below the output are of no meaning.
  ///
  /// - Parameter lines: Where each line goes.
  mutating func write(group: Int, to lines: UnsafePointer<UnsafeMutablePointer<Float>>)
}

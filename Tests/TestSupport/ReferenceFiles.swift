/// The path of a committed reference file: `Tests/References/` and `name`.
public func referencePath(_ name: String) -> String {
  testsFolder + "/References/" + name
}

/// The checkout's top folder.
public var checkoutPath: String {
  testsFolder.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
    separator: "/")
}

/// The path of `Tests`, from where this file stands in it.
private var testsFolder: String {
  #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(
    separator: "/")
}

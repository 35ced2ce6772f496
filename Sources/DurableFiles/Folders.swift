#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether something is at `path`, links followed.
package func fileExists(atPath path: String) -> Bool {
  unsafe access(path, F_OK) == 0
}

/// Whether `path` is a folder, links followed.
package func isDirectory(atPath path: String) -> Bool {
  let status = try? FileStatus.ofFile(atPath: path)
  return status?.kind == .directory
}

/// Makes the folder `path` and those it stands in, as far as they do not exist yet.
package func createDirectory(atPath path: String) throws(FileError) {
  try checkPath(path)
  var end = path.utf8.startIndex
  while end < path.utf8.endIndex {
    // Up to the next slash, or to the end.
    let rest = path.utf8[end...].dropFirst()
    end = rest.firstIndex(of: UInt8(ascii: "/")) ?? path.utf8.endIndex
    let part = String(path[..<end])
    if unsafe mkdir(part, 0o777) == 0 { continue }
    let code = errno
    guard isDirectory(atPath: part) else {
      throw code == EEXIST
        ? .isNotDirectory(path: part)
        : FileError(path: part, operation: "create the folder", code: code)
    }
  }
}

/// The path of the folder in which the file at `path` is.
package func folderPath(ofFileAtPath path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

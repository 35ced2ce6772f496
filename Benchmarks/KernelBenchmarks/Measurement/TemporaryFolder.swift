import DurableFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A new folder that is removed, with the files in it, when nothing refers to it any more.
final class TemporaryFolder {
  let path: String

  /// Makes a folder where `TMPDIR` says, or in `/tmp`.
  init() throws(FileError) {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/augnet-bench-XXXXXX".utf8CString)
    let isMade = unsafe template.withUnsafeMutableBufferPointer { name in
      unsafe name.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
    }
    guard isMade else {
      throw FileError(path: parent, operation: "make a folder in", code: errno)
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    // Files first, then folders from the deepest to this one.
    let files = (try? listFiles(below: path)) ?? []
    var folders: Set<String> = [path]
    for file in files {
      unsafe unlink(file)
      var folder = folderPath(ofFileAtPath: file)
      while folder.utf8.count > path.utf8.count {
        folders.insert(folder)
        folder = folderPath(ofFileAtPath: folder)
      }
    }
    for folder in folders.sorted(by: { ($1.utf8.count, $1) < ($0.utf8.count, $0) }) {
      unsafe rmdir(folder)
    }
  }
}

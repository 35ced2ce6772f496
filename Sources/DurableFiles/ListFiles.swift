#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The paths of all ordinary files in `folder` and in the folders below it, in the order of their
/// bytes.
///
/// Each begins with `folder`. Names that begin with a dot are skipped, folders too. Links are
/// followed, those that lead nowhere skipped; a folder that can be reached in several ways is
/// listed once, by a path without links if there is one, and so loops of links end.
///
/// - Throws: ``FileError``, also for a folder below that cannot be read, and for a name that is not
///   UTF-8.
package func listFiles(below folder: String) throws(FileError) -> [String] {
  var listing = Listing()
  try listing.addFolder(folder)
  return listing.files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

private struct Listing {
  struct FolderIdentity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  var files: [String] = []
  private var visited: Set<FolderIdentity> = []
  private var waiting: [String] = []
  private var waitingBehindLinks: [String] = []

  mutating func addFolder(_ root: String) throws(FileError) {
    waiting = [root]
    while true {
      if let folder = waiting.popLast() {
        try addEntries(of: folder)
      } else if !waitingBehindLinks.isEmpty {
        // Only when all folders without links are known, and in an order that the disk does not
        // decide.
        waitingBehindLinks.sort { $1.utf8.lexicographicallyPrecedes($0.utf8) }
        waiting.append(waitingBehindLinks.removeLast())
      } else {
        return
      }
    }
  }

  private mutating func addEntries(of folder: String) throws(FileError) {
    guard let status = try FileStatus.ofFile(atPath: folder) else {
      throw .notFound(path: folder)
    }
    let identity = FolderIdentity(device: status.device, inode: status.inode)
    guard visited.insert(identity).inserted else { return }
    let prefix = folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/"
    for entry in try entries(ofFolder: folder) {
      let path = prefix + entry.name
      switch entry.kind {
      case .regular: files.append(path)
      case .directory: waiting.append(path)
      case .other: break
      case .symbolicLink, nil: try addUnknown(path)
      }
    }
  }

  /// Adds what a folder's entry does not tell all about: a link, or anything on a file system that
  /// names no kinds.
  private mutating func addUnknown(_ path: String) throws(FileError) {
    guard let itself = try FileStatus.ofFile(atPath: path, followingLinks: false) else { return }
    switch itself.kind {
    case .regular: files.append(path)
    case .directory: waiting.append(path)
    case .other: break
    case .symbolicLink:
      // Links that lead nowhere, in circles or into what may not be read are no pictures.
      guard let target = try? FileStatus.ofFile(atPath: path) else { return }
      if target.kind == .regular { files.append(path) }
      if target.kind == .directory { waitingBehindLinks.append(path) }
    }
  }
}

private struct FolderEntry {
  let name: String
  /// `nil` if the file system does not say.
  let kind: FileStatus.Kind?
}

/// The entries of one folder, without hidden ones, in the disk's order.
private func entries(ofFolder path: String) throws(FileError) -> [FolderEntry] {
  guard let stream = unsafe opendir(path) else {
    throw FileError(path: path, operation: "list", code: errno)
  }
  defer { _ = unsafe closedir(stream) }
  guard let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
  var entries: [FolderEntry] = []
  while true {
    errno = 0
    guard let entry = unsafe readdir(stream) else {
      if errno == 0 { return entries }
      throw FileError(path: path, operation: "list", code: errno)
    }
    let kind: FileStatus.Kind? =
      switch Int(unsafe entry.pointee.d_type) {
      case Int(DT_REG): .regular
      case Int(DT_DIR): .directory
      case Int(DT_LNK): .symbolicLink
      case Int(DT_UNKNOWN): nil
      default: .other
      }
    let characters = unsafe (UnsafeRawPointer(entry) + nameOffset).assumingMemoryBound(
      to: CChar.self)
    guard let name = unsafe String(validatingCString: characters) else {
      throw .nameIsNotUTF8(folder: path, name: unsafe String(cString: characters))
    }
    if name.utf8.first != UInt8(ascii: ".") { entries.append(FolderEntry(name: name, kind: kind)) }
  }
}

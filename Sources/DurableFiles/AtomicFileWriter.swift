#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

import Synchronization

/// Writes a file piece by piece, and puts it in the place of the old one only when all is on disk.
///
/// The pieces go to a hidden file in the same folder. ``commit()`` flushes it, gives it the wanted
/// name, and flushes the folder, so that whatever happens at whatever moment, the path names either
/// the complete old file or the complete new one. A writer that is dropped without a commit, or
/// that met an error, deletes its hidden file.
///
/// A symbolic link at the path stays, and the file that it names is replaced.
package struct AtomicFileWriter: ~Copyable {
  /// Small pieces are gathered into blocks of this size.
  private static let blockSizeInBytes = 1 << 16

  private let path: String
  /// The hidden file.
  private let file: FileDescriptor
  private var pending: [UInt8] = []
  private var failure: FileError?
  private var isCommitted = false

  /// The bytes appended so far.
  package private(set) var countInBytes = 0

  /// Begins to write what ``commit()`` will put at `path`.
  package init(replacing path: String) throws(FileError) {
    let target = try ReplacementTarget(path)
    let hidden = try Self.makeTemporaryFile(for: target)
    self.path = target.path
    file = hidden
    if let permissions = target.permissions { _ = fchmod(file.rawValue, permissions) }
  }

  deinit {
    if !isCommitted { _ = unsafe unlink(file.path) }
  }

  /// Adds `bytes` at the end.
  ///
  /// - Throws: ``FileError``, and the same one from every later call.
  package mutating func append(_ bytes: RawSpan) throws(FileError) {
    if let failure { throw failure }
    countInBytes += bytes.byteCount
    if pending.count + bytes.byteCount <= Self.blockSizeInBytes {
      unsafe bytes.withUnsafeBytes { unsafe pending.append(contentsOf: $0) }
    } else {
      try flushPending()
      try write(bytes)
    }
  }

  /// Adds `bytes` at the end.
  package mutating func append(_ bytes: [UInt8]) throws(FileError) {
    unsafe try append(bytes.span.bytes)
  }

  /// Adds `numbers` at the end as they are in memory: IEEE 754, the low byte first.
  package mutating func append(_ numbers: Span<Float>) throws(FileError) {
    unsafe try append(numbers.bytes)
  }

  /// Puts the new file in the place of the old one.
  ///
  /// - Throws: ``FileError``; the old file, if there was one, is untouched, unless it was the very
  ///   last step that failed: flushing the folder. Then the new file is in place, and a power cut
  ///   may bring the old one back.
  package consuming func commit() throws(FileError) {
    try flush()
    if unsafe rename(file.path, path) != 0 {
      throw FileError(path: path, operation: "replace", code: errno)
    }
    isCommitted = true
    try synchronizeFolder(ofFileAtPath: path)
  }

  /// Brings all that was appended onto the disk, so that ``commit()`` has only to rename.
  ///
  /// For files that belong together: flush all of them before the first is committed.
  package mutating func flush() throws(FileError) {
    if let failure { throw failure }
    try flushPending()
    do throws(FileError) {
      try throwingWithTargetPath { () throws(FileError) in try file.synchronize() }
    } catch {
      failure = error
      throw error
    }
  }

  private mutating func flushPending() throws(FileError) {
    if pending.isEmpty { return }
    let block = pending
    pending = []
    unsafe try write(block.span.bytes)
    pending.reserveCapacity(Self.blockSizeInBytes)
  }

  private mutating func write(_ bytes: RawSpan) throws(FileError) {
    do throws(FileError) {
      try throwingWithTargetPath { () throws(FileError) in
        unsafe try bytes.withUnsafeBytes { (buffer) throws(FileError) in
          unsafe try file.write(buffer)
        }
      }
    } catch {
      failure = error
      throw error
    }
  }

  /// Names the path the caller knows, and not that of the hidden file.
  private borrowing func throwingWithTargetPath(
    _ body: () throws(FileError) -> Void
  ) throws(FileError) {
    do throws(FileError) { try body() } catch { throw error.withPath(path) }
  }

  private static func makeTemporaryFile(
    for target: ReplacementTarget
  ) throws(FileError) -> FileDescriptor {
    let process = getpid()
    while true {
      let number = temporaryFileCount.wrappingAdd(1, ordering: .relaxed).newValue
      let candidate = "\(target.folderPrefix).\(target.shortName).tmp-\(process)-\(number)"
      do throws(FileError) {
        return try FileDescriptor(opening: candidate, O_WRONLY | O_CREAT | O_EXCL)
      } catch .system(_, _, code: EEXIST) {
        // Left by an earlier process of the same number.
        continue
      } catch {
        throw error.withPath(target.path)
      }
    }
  }
}

/// Puts a file of `bytes` at `path`, or leaves what is there untouched and throws.
package func replaceFile(atPath path: String, with bytes: RawSpan) throws(FileError) {
  var writer = try AtomicFileWriter(replacing: path)
  try writer.append(bytes)
  try writer.commit()
}

/// Puts a file of `bytes` at `path`, or leaves what is there untouched and throws.
package func replaceFile(atPath path: String, with bytes: [UInt8]) throws(FileError) {
  unsafe try replaceFile(atPath: path, with: bytes.span.bytes)
}

/// Numbers the temporary files of this process.
private let temporaryFileCount = Atomic<Int>(0)

/// Where a new file is to go.
private struct ReplacementTarget {
  let path: String
  /// Of the file that is there now.
  let permissions: mode_t?

  init(_ path: String) throws(FileError) {
    let status = try FileStatus.ofFile(atPath: path)
    switch status?.kind {
    case nil, .regular: break
    case .directory: throw .isDirectory(path: path)
    // Renaming over a device such as /dev/null would do what nobody wants.
    case .symbolicLink, .other: throw .isNotRegularFile(path: path)
    }
    if path.utf8.last == UInt8(ascii: "/") { throw .isNotDirectory(path: path) }
    permissions = status?.permissions
    self.path = status == nil ? path : resolvedPath(path) ?? path
  }

  /// The path up to and with its last slash.
  var folderPrefix: String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
  }

  /// The file's name, short enough to stay a legal one with a suffix.
  var shortName: String {
    let name = path.utf8.dropFirst(folderPrefix.utf8.count)
    return String(decoding: name.prefix(200), as: UTF8.self)
  }
}

/// `path` without symbolic links; `nil` if the system cannot say.
private func resolvedPath(_ path: String) -> String? {
  guard let resolved = unsafe realpath(path, nil) else { return nil }
  defer { unsafe free(resolved) }
  return unsafe String(validatingCString: resolved)
}

/// Waits until the names in the folder of `path` are on the disk.
private func synchronizeFolder(ofFileAtPath path: String) throws(FileError) {
  let folder = folderPath(ofFileAtPath: path)
  do throws(FileError) {
    try FileDescriptor(opening: folder, O_RDONLY).synchronize()
  } catch .system(_, _, code: EINVAL) {
    // Some network and user-space file systems cannot flush a folder.
  } catch .permissionDenied {
    // A folder may be writable without being readable.
  }
}

extension FileError {
  /// The same error about another path.
  fileprivate func withPath(_ path: String) -> FileError {
    switch self {
    case .notFound: .notFound(path: path)
    case .isDirectory: .isDirectory(path: path)
    case .isNotDirectory: .isNotDirectory(path: path)
    case .isNotRegularFile: .isNotRegularFile(path: path)
    case .permissionDenied: .permissionDenied(path: path)
    case .readOnlyFileSystem: .readOnlyFileSystem(path: path)
    case .noSpaceLeft: .noSpaceLeft(path: path)
    case .tooManyOpenFiles: .tooManyOpenFiles(path: path)
    case .invalidPath: .invalidPath(path: path)
    case .tooLarge(_, let size, let limit):
      .tooLarge(path: path, sizeInBytes: size, limitInBytes: limit)
    case .truncatedWhileReading(_, let expected, let got):
      .truncatedWhileReading(path: path, expectedBytes: expected, gotBytes: got)
    case .nameIsNotUTF8(_, let name): .nameIsNotUTF8(folder: path, name: name)
    case .system(_, let operation, let code):
      .system(path: path, operation: operation, code: code)
    }
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file, closed when its owner is gone.
struct FileDescriptor: ~Copyable {
  let rawValue: Int32
  let path: String

  /// Opens `path`, which `flags` say how, for the calling process alone.
  init(opening path: String, _ flags: Int32, permissions: mode_t = 0o666) throws(FileError) {
    try checkPath(path)
    let opened = try retryingInterrupted("open", path) {
      unsafe open(path, flags | O_CLOEXEC, permissions)
    }
    self.path = path
    rawValue = opened
  }

  deinit {
    _ = close(rawValue)
  }

  /// What kind of thing this is, and its size.
  borrowing func status() throws(FileError) -> FileStatus {
    var information = stat()
    _ = try retryingInterrupted("examine", path) { unsafe fstat(rawValue, &information) }
    return FileStatus(information)
  }

  /// Reads up to `buffer.count` bytes; fewer only at the end of the file.
  borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var filled = 0
    while filled < buffer.count {
      // Some systems refuse more than 2³¹ − 1 bytes at once.
      let wanted = min(buffer.count - filled, 1 << 30)
      let target = unsafe buffer.baseAddress.map { unsafe $0 + filled }
      let got = try retryingInterrupted("read", path) {
        unsafe systemRead(rawValue, target, wanted)
      }
      if got == 0 { break }
      filled += got
    }
    return filled
  }

  /// Writes all of `bytes`.
  borrowing func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var written = 0
    while written < bytes.count {
      let source = unsafe bytes.baseAddress.map { unsafe $0 + written }
      let wanted = min(bytes.count - written, 1 << 30)
      let put = try retryingInterrupted("write", path) {
        unsafe systemWrite(rawValue, source, wanted)
      }
      // A file system that takes nothing and names no error would keep this loop for ever.
      guard put > 0 else { throw .noSpaceLeft(path: path) }
      written += put
    }
  }

  /// Waits until what was written is on the disk.
  ///
  /// A failure is final: after it the system may have dropped the very pages that it could not
  /// write, so that a second call would succeed and mean nothing.
  borrowing func synchronize() throws(FileError) {
    #if canImport(Darwin)
      if fcntl(rawValue, F_FULLFSYNC) == 0 { return }
    #endif
    _ = try retryingInterrupted("flush", path) { fsync(rawValue) }
  }
}

/// What the system says about a file.
struct FileStatus {
  enum Kind { case regular, directory, symbolicLink, other }

  let kind: Kind
  let sizeInBytes: Int
  let permissions: mode_t
  let device: UInt64
  let inode: UInt64

  init(_ information: stat) {
    // The same numbers on every system of the POSIX family.
    kind =
      switch information.st_mode & 0o170000 {
      case 0o100000: .regular
      case 0o040000: .directory
      case 0o120000: .symbolicLink
      default: .other
      }
    sizeInBytes = Int(information.st_size)
    permissions = information.st_mode & 0o777
    device = UInt64(truncatingIfNeeded: information.st_dev)
    inode = UInt64(truncatingIfNeeded: information.st_ino)
  }

  /// What is at `path`; `nil` if nothing is.
  static func ofFile(
    atPath path: String, followingLinks: Bool = true
  ) throws(FileError) -> FileStatus? {
    try checkPath(path)
    var information = stat()
    let result =
      followingLinks ? unsafe stat(path, &information) : unsafe lstat(path, &information)
    if result == 0 { return FileStatus(information) }
    let code = errno
    if code == ENOENT { return nil }
    throw FileError(path: path, operation: "examine", code: code)
  }
}

/// Calls `body` until it ends with something other than an interruption by a signal.
func retryingInterrupted<Result: SignedInteger>(
  _ operation: String, _ path: String, _ body: () -> Result
) throws(FileError) -> Result {
  while true {
    let result = body()
    if result >= 0 { return result }
    let code = errno
    if code != EINTR { throw FileError(path: path, operation: operation, code: code) }
  }
}

/// Refuses what the C library would read as another path than the one meant.
func checkPath(_ path: String) throws(FileError) {
  if path.isEmpty || path.utf8.contains(0) { throw .invalidPath(path: path) }
}

private func systemRead(_ file: Int32, _ target: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(file, target, count)
}

private func systemWrite(_ file: Int32, _ source: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(file, source, count)
}

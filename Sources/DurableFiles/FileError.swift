#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a file could not be read or written, and what the user can do about it.
public enum FileError: Error, Equatable, Sendable {
  /// Nothing is at `path`, or one of the folders it names does not exist.
  case notFound(path: String)
  /// A file was wanted, and `path` is a folder.
  case isDirectory(path: String)
  /// A folder was wanted, and `path`, or a part of it, is something else.
  case isNotDirectory(path: String)
  /// `path` is a device, a pipe or a socket.
  case isNotRegularFile(path: String)
  /// The system refused access to `path`.
  case permissionDenied(path: String)
  /// `path` is on a file system that is mounted read-only.
  case readOnlyFileSystem(path: String)
  /// The file system of `path`, or the user's share of it, is full.
  case noSpaceLeft(path: String)
  /// The process or the system has no file descriptors left.
  case tooManyOpenFiles(path: String)
  /// The file holds more than the caller is willing to read.
  case tooLarge(path: String, sizeInBytes: Int, limitInBytes: Int)
  /// The file became shorter while it was being read.
  case truncatedWhileReading(path: String, expectedBytes: Int, gotBytes: Int)
  /// `folder` has an entry whose name is not UTF-8; `name` is that name, repaired.
  case nameIsNotUTF8(folder: String, name: String)
  /// `path` is empty or has a zero byte in it.
  case invalidPath(path: String)
  /// Any other refusal of the system: what was tried, and the system's error number.
  case system(path: String, operation: String, code: Int32)
}

extension FileError {
  /// Names the system's error number `code`, which `operation` on `path` ended with.
  package init(path: String, operation: String, code: Int32) {
    self =
      switch code {
      case ENOENT: .notFound(path: path)
      case EISDIR: .isDirectory(path: path)
      case ENOTDIR: .isNotDirectory(path: path)
      case EACCES, EPERM: .permissionDenied(path: path)
      case EROFS: .readOnlyFileSystem(path: path)
      case ENOSPC, EDQUOT: .noSpaceLeft(path: path)
      case EMFILE, ENFILE: .tooManyOpenFiles(path: path)
      default: .system(path: path, operation: operation, code: code)
      }
  }

  /// The path that could not be used.
  public var path: String {
    switch self {
    case .notFound(let path), .isDirectory(let path), .isNotDirectory(let path),
      .isNotRegularFile(let path), .permissionDenied(let path), .readOnlyFileSystem(let path),
      .noSpaceLeft(let path), .tooManyOpenFiles(let path), .invalidPath(let path),
      .tooLarge(let path, _, _), .truncatedWhileReading(let path, _, _),
      .nameIsNotUTF8(let path, _), .system(let path, _, _):
      path
    }
  }
}

extension FileError: CustomStringConvertible {
  /// One line: the path, what is wrong, and what helps.
  public var description: String {
    switch self {
    case .notFound(let path):
      "\(path): no such file or folder; check the path"
    case .isDirectory(let path):
      "\(path): is a folder; name a file"
    case .isNotDirectory(let path):
      "\(path): is not a folder, or leads through a file; check the path"
    case .isNotRegularFile(let path):
      "\(path): is a device, pipe or socket; name an ordinary file"
    case .permissionDenied(let path):
      "\(path): permission denied; change its permissions or choose another path"
    case .readOnlyFileSystem(let path):
      "\(path): the file system is read-only; choose another path"
    case .noSpaceLeft(let path):
      "\(path): no space left on the disk; free some or choose another path"
    case .tooManyOpenFiles(let path):
      "\(path): too many open files; raise the limit (ulimit -n)"
    case .tooLarge(let path, let size, let limit):
      "\(path): holds \(size) bytes, more than the limit of \(limit) bytes"
    case .truncatedWhileReading(let path, let expected, let got):
      "\(path): became shorter while it was read (\(got) of \(expected) bytes); try again"
    case .nameIsNotUTF8(let folder, let name):
      "\(folder): holds a file whose name is not UTF-8 ('\(name)'); rename it"
    case .invalidPath(let path):
      "'\(path)': is not a path; it is empty or has a zero byte in it"
    case .system(let path, let operation, let code):
      unsafe "\(path): cannot \(operation): \(String(cString: strerror(code))) (error \(code))"
    }
  }
}

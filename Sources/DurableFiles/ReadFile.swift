#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads a whole file of at most `limitInBytes` bytes.
///
/// The size is compared with the limit before anything is allocated.
///
/// - Throws: ``FileError``; among others for folders, devices and pipes, and for a file that
///   becomes shorter while it is read. One that grows is read up to the size it had.
package func readFile(
  atPath path: String, limitInBytes: Int = .max
) throws(FileError) -> [UInt8] {
  let file = try FileDescriptor(openingForReading: path)
  let size = try file.sizeOfRegularFile()
  if size > limitInBytes {
    throw .tooLarge(path: path, sizeInBytes: size, limitInBytes: limitInBytes)
  }
  var failure: FileError?
  let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, initializedCount in
    do throws(FileError) {
      initializedCount = unsafe try file.read(
        into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<size])))
    } catch {
      failure = error
    }
  }
  if let failure { throw failure }
  if bytes.count < size {
    throw .truncatedWhileReading(path: path, expectedBytes: size, gotBytes: bytes.count)
  }
  return bytes
}

extension FileDescriptor {
  /// Opens `path` to be read, without waiting for the other end of a pipe.
  init(openingForReading path: String) throws(FileError) {
    try self.init(opening: path, O_RDONLY | O_NONBLOCK)
  }

  /// The size in bytes, if this is an ordinary file.
  borrowing func sizeOfRegularFile() throws(FileError) -> Int {
    let status = try status()
    switch status.kind {
    case .regular: return status.sizeInBytes
    case .directory: throw .isDirectory(path: path)
    case .symbolicLink, .other: throw .isNotRegularFile(path: path)
    }
  }
}

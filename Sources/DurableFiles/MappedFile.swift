#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file's contents, read from the disk where and when they are looked at.
///
/// The bytes are those of the file at every moment: files that ``AtomicFileWriter`` replaces stay
/// as they were for whoever has mapped them. A program that writes into a mapped file in place
/// changes these bytes, and one that shortens it ends a process that reads beyond the new end.
@safe
package final class MappedFile: @unchecked Sendable {
  /// The path that was mapped.
  package let path: String
  /// The file's length in bytes.
  package let count: Int
  private let address: UnsafeMutableRawPointer?

  /// Maps all of an ordinary file.
  ///
  /// - Throws: ``FileError``; among others `tooLarge` beyond `limitInBytes`.
  package init(path: String, limitInBytes: Int = .max) throws(FileError) {
    let file = try FileDescriptor(openingForReading: path)
    let size = try file.sizeOfRegularFile()
    if size > limitInBytes {
      throw .tooLarge(path: path, sizeInBytes: size, limitInBytes: limitInBytes)
    }
    self.path = path
    count = size
    if size == 0 {
      // The system refuses to map nothing.
      unsafe address = nil
    } else {
      let mapping = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, file.rawValue, 0)
      guard let mapping = unsafe mapping, Int(bitPattern: mapping) != -1 else {
        throw FileError(path: path, operation: "map into memory", code: errno)
      }
      unsafe address = mapping
    }
  }

  deinit {
    if let address = unsafe address { _ = unsafe munmap(address, count) }
  }

  /// Calls `body` with all bytes of the file.
  package func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let buffer = unsafe UnsafeRawBufferPointer(start: address, count: count)
    return unsafe try body(buffer.bytes)
  }

  /// Calls `body` with all bytes of the file.
  package func withSpan<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let bytes = unsafe UnsafeRawBufferPointer(start: address, count: count)
    return unsafe try body(bytes.bindMemory(to: UInt8.self).span)
  }

  /// Where byte `offset` lies as long as this mapping lives.
  ///
  /// - Precondition: `offset` is inside `0..<count`.
  @unsafe
  package func pointer(at offset: Int) -> UnsafeRawPointer {
    precondition(offset >= 0 && offset < count, "offset beyond the file")
    guard let address = unsafe address else { preconditionFailure("an empty file has no bytes") }
    return unsafe UnsafeRawPointer(address) + offset
  }

  /// A copy of the bytes in `range`.
  ///
  /// - Precondition: `range` is inside `0..<count`.
  package func bytes(in range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range beyond the file")
    let buffer = unsafe UnsafeRawBufferPointer(start: address, count: count)
    return unsafe [UInt8](buffer[range])
  }

  /// Lets the system take the memory back that bytes were read into; looking at them again reads them anew.
  ///
  /// - Precondition: `range` is inside `0..<count`.
  package func giveBackMemory(of range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range beyond the file")
    guard let address = unsafe address else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    // Pages at the ends may hold what others look at, which costs them a fault and nothing else.
    let start = range.lowerBound / page * page
    _ = unsafe madvise(address + start, range.upperBound - start, MADV_DONTNEED)
  }

  /// Tells the system that the bytes will be read soon and in order.
  package func willReadSequentially() {
    if let address = unsafe address { _ = unsafe madvise(address, count, MADV_WILLNEED) }
  }
}

/// The bytes of a file, wherever they are: on the disk, to be looked at through a mapping, or in memory.
///
/// A copy refers to the same bytes.
package enum FileBytes: Sendable {
  /// The bytes of a mapped file.
  case mapped(MappedFile)
  /// Bytes that were read, or made, before.
  case memory([UInt8])

  /// How many bytes there are.
  package var count: Int {
    switch self {
    case .mapped(let file): file.count
    case .memory(let bytes): bytes.count
    }
  }

  /// Calls `body` with all bytes.
  package func withSpan<Result: ~Copyable, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch self {
    case .mapped(let file): try file.withSpan(body)
    case .memory(let bytes): try body(bytes.span)
    }
  }

  /// A copy of the bytes in `range`.
  ///
  /// - Precondition: `range` is inside `0..<count`.
  package func bytes(in range: Range<Int>) -> [UInt8] {
    integers(UInt8.self, in: range)
  }

  /// The integers whose bytes, the low one first, are those in `range`; what is left at the end of it
  /// is ignored.
  ///
  /// - Precondition: `range` is inside `0..<count`.
  package func integers<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type, in range: Range<Int>
  ) -> [Integer] {
    let size = Integer.bitWidth / 8
    let count = range.count / size
    return withSpan { bytes in
      let source = bytes.extracting(range.lowerBound..<range.lowerBound + count * size)
      let integers = unsafe [Integer](unsafeUninitializedCapacity: count) { target, written in
        unsafe source.withUnsafeBytes {
          unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: $0)
        }
        written = count
      }
      #if _endian(big)
        return integers.map(\.byteSwapped)
      #else
        return integers
      #endif
    }
  }
}

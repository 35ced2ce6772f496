/// Kernels on pixels of unsigned bytes.
@frozen
public enum BytePooling<Set: ByteInstructionSet> {
  /// target[i] = the largest of sources[tap][i].
  ///
  /// - Parameters:
  ///   - count: How many bytes: all channels of one pixel.
  ///   - taps: How many sources, at least 1.
  ///   - sources: Where each starts.
  ///   - target: Where the result goes.
  @inlinable @inline(__always)
  public static func maximum(
    _ count: Int, _ taps: Int, _ sources: UnsafePointer<UnsafePointer<UInt8>>,
    _ target: UnsafeMutablePointer<UInt8>
  ) {
    var index = 0
    // Four vectors at a time, since each source has to be looked up.
    while index &+ 64 <= count {
      unsafe maximum(of: 4, taps, sources, target, index)
      index &+= 64
    }
    while index &+ 16 <= count {
      unsafe maximum(of: 1, taps, sources, target, index)
      index &+= 16
    }
    while index < count {
      var largest = unsafe sources[0][index]
      for tap in 1..<taps { unsafe largest = max(largest, sources[tap][index]) }
      unsafe target[index] = largest
      index &+= 1
    }
  }

  /// `vectors` vectors of the result, 1 or 4.
  @inlinable @inline(__always)
  static func maximum(
    of vectors: Int, _ taps: Int, _ sources: UnsafePointer<UnsafePointer<UInt8>>,
    _ target: UnsafeMutablePointer<UInt8>, _ index: Int
  ) {
    typealias Bytes = SIMD16<UInt8>
    var largest = InlineArray<4, Bytes>(repeating: .zero)
    for tap in 0..<taps {
      let source = unsafe UnsafeRawPointer(sources[tap] + index)
      for v in 0..<vectors {
        let bytes = unsafe source.loadUnaligned(fromByteOffset: 16 &* v, as: Bytes.self)
        largest[v] = largest[v].replacing(with: bytes, where: bytes .> largest[v])
      }
    }
    for v in 0..<vectors {
      unsafe UnsafeMutableRawPointer(target + index).storeBytes(
        of: largest[v], toByteOffset: 16 &* v, as: Bytes.self)
    }
  }
}

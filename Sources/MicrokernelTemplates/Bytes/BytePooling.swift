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
    while index &+ 16 <= count {
      var largest = unsafe UnsafeRawPointer(sources[0] + index).loadUnaligned(
        as: SIMD16<UInt8>.self)
      for tap in 1..<taps {
        let bytes = unsafe UnsafeRawPointer(sources[tap] + index).loadUnaligned(
          as: SIMD16<UInt8>.self)
        largest = largest.replacing(with: bytes, where: bytes .> largest)
      }
      unsafe UnsafeMutableRawPointer(target + index).storeBytes(
        of: largest, as: SIMD16<UInt8>.self)
      index &+= 16
    }
    while index < count {
      var largest = unsafe sources[0][index]
      for tap in 1..<taps { unsafe largest = max(largest, sources[tap][index]) }
      unsafe target[index] = largest
      index &+= 1
    }
  }
}

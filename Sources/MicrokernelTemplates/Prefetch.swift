/// Asking for cache lines before they are needed.
///
/// The processor sees by itself that memory is read in order, but not that the next row of a matrix lies a
/// stride away. A hint may name any address, also one beyond an array: it is never an access.
public enum Prefetch {
  /// Asks for the cache line at `address`, to be read.
  @inlinable @inline(__always)
  public static func read<Element>(_ address: UnsafePointer<Element>) {
    unsafe llvmPrefetch(UnsafeRawPointer(address), 0, 3, 1)
  }

  /// Asks for the cache line at `address` to come as near as the second-level cache, to be read.
  ///
  /// What is not read at once has its place there, and more lines can be under way to it.
  @inlinable @inline(__always)
  public static func readSoon<Element>(_ address: UnsafePointer<Element>) {
    unsafe llvmPrefetch(UnsafeRawPointer(address), 0, 2, 1)
  }

  /// Asks for the cache line at `address`, to be written.
  @inlinable @inline(__always)
  public static func write<Element>(_ address: UnsafeMutablePointer<Element>) {
    unsafe llvmPrefetch(UnsafeRawPointer(address), 1, 3, 1)
  }
}

/// LLVM's intrinsic by its own name, since Swift has no name for it: arguments must be literals.
///
/// It becomes one instruction, on every processor. A compiler that did not know the name would leave a symbol
/// that nothing defines, so that no program could be linked with it.
@usableFromInline
@_silgen_name("llvm.prefetch.p0")
func llvmPrefetch(
  _ address: UnsafeRawPointer, _ isWrite: Int32, _ locality: Int32, _ isData: Int32)

/// An array of bytes for kernels to work on, zeros at first.
@safe
final class ByteBuffer {
  /// The first element.
  let pointer: UnsafeMutablePointer<UInt8>

  init(_ count: Int) {
    unsafe pointer = UnsafeMutablePointer.allocate(capacity: max(count, 1))
    unsafe pointer.initialize(repeating: 0, count: max(count, 1))
  }

  deinit {
    unsafe pointer.deallocate()
  }
}

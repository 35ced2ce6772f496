import DurableFiles
import Kernels

/// The elements of a tensor: one aligned block, taken from the pool and given back to it, or a part of
/// a mapped file, which is only read.
@safe
final class TensorStorage: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  private let capacity: Int

  /// The file that holds the elements; nil if they are in a block of the pool.
  private let file: MappedFile?

  /// Whether the elements may be written.
  var isWritable: Bool { file == nil }

  init(count: Int) {
    unsafe (pointer, capacity) = BufferPool.shared.take(atLeast: count)
    file = nil
  }

  /// The elements that lie in `file` from byte `offset` on; nil unless a `Float` may lie there.
  init?(viewing file: MappedFile, at offset: Int) {
    let bytes = unsafe UnsafeMutableRawPointer(mutating: file.pointer(at: offset))
    guard Int(bitPattern: bytes) % MemoryLayout<Float>.alignment == 0 else { return nil }
    unsafe pointer = bytes.assumingMemoryBound(to: Float.self)
    capacity = 0
    self.file = file
  }

  deinit {
    if isWritable { unsafe BufferPool.shared.give(back: pointer, capacity: capacity) }
  }
}

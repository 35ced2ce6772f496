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
  private let offset: Int

  /// Whether the elements may be written.
  var isWritable: Bool { file == nil }

  init(count: Int) {
    unsafe (pointer, capacity) = BufferPool.shared.take(atLeast: count)
    file = nil
    offset = 0
  }

  /// The elements that lie in `file` from byte `offset` on; nil unless a `Float` may lie there.
  init?(viewing file: MappedFile, at offset: Int) {
    let bytes = unsafe UnsafeMutableRawPointer(mutating: file.pointer(at: offset))
    guard Int(bitPattern: bytes) % MemoryLayout<Float>.alignment == 0 else { return nil }
    unsafe pointer = bytes.assumingMemoryBound(to: Float.self)
    capacity = 0
    self.file = file
    self.offset = offset
  }

  /// Lets the system take the memory of the first `count` elements back, if they are in a file.
  func giveBackMemory(count: Int) {
    file?.giveBackMemory(of: offset..<offset + count * MemoryLayout<Float>.stride)
  }

  deinit {
    if isWritable { unsafe BufferPool.shared.give(back: pointer, capacity: capacity) }
  }
}

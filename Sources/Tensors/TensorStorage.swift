import Kernels

/// The elements of a tensor: one aligned block, taken from the pool and given back to it.
@safe
final class TensorStorage: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  let capacity: Int

  init(count: Int) {
    unsafe (pointer, capacity) = BufferPool.shared.take(atLeast: count)
  }

  deinit {
    unsafe BufferPool.shared.give(back: pointer, capacity: capacity)
  }
}

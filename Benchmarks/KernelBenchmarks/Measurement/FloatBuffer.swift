import Kernels
import RandomNumbers

/// An array of floats for kernels to work on, from the pool that tensors come from.
@safe
final class FloatBuffer {
  /// The first element.
  let pointer: UnsafeMutablePointer<Float>
  /// How many elements.
  let count: Int
  private let capacity: Int

  /// Random numbers uniform in −1 … 1; none is so small that products of a few would be denormal.
  private static let pattern: [Float] = (0..<1 << 16).map {
    let value = CounterRandom(seed: 0xBE7C).uniform($0, in: -1...1)
    return abs(value) < 0x1p-12 ? 0x1p-12 : value
  }

  /// Makes an array of random numbers, the same at every run.
  ///
  /// The numbers repeat after 65,536; different streams begin at different ones.
  init(_ count: Int, stream: Int = 0) {
    self.count = count
    unsafe (pointer, capacity) = BufferPool.shared.take(atLeast: max(count, 1))
    let pattern = Self.pattern
    unsafe pattern.withUnsafeBufferPointer { pattern in
      guard let source = pattern.baseAddress else { return }
      var written = 0
      var start = stream * 4099 % pattern.count
      while written < count {
        let run = min(count - written, pattern.count - start)
        unsafe (pointer + written).initialize(from: source + start, count: run)
        written += run
        start = 0
      }
    }
  }

  /// Makes an array whose elements are all `value`.
  init(_ count: Int, repeating value: Float) {
    self.count = count
    unsafe (pointer, capacity) = BufferPool.shared.take(atLeast: max(count, 1))
    unsafe pointer.initialize(repeating: value, count: count)
  }

  deinit {
    unsafe BufferPool.shared.give(back: pointer, capacity: capacity)
  }

  /// The first element, to be read.
  var readOnly: UnsafePointer<Float> { unsafe UnsafePointer(pointer) }
}

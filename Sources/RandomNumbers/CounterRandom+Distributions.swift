#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension CounterRandom {
  /// Number `index` of this stream, normally distributed with mean 0 and variance 1.
  ///
  /// Box–Muller in double precision on two words of the block at `index`.
  public func normal(_ index: Int) -> Float {
    let words = block(at: UInt32(truncatingIfNeeded: index))
    let radius = (-2 * log((Double(words.x) + 0.5) * 0x1p-32)).squareRoot()
    return Float(radius * cos(2 * Double.pi * (Double(words.y) + 0.5) * 0x1p-32))
  }

  /// The numbers 0 ..< `count` in an order drawn from this stream (Fisher–Yates).
  public func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    var last = count - 1
    while last > 0 {
      order.swapAt(last, integer(last, below: last + 1))
      last -= 1
    }
    return order
  }
}

/// Random numbers as a pure function of a key and a counter: Philox 4×32 with 10 rounds.
///
/// There is no state to save or to share between threads. Whoever draws number `i` of stream `key`
/// gets the same bits, in any order and on any machine.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011).
public struct CounterRandom: Sendable, Hashable {
  /// The two key words.
  public let key: SIMD2<UInt32>

  /// The upper three words of the counter: which stream of this key is read.
  public let stream: SIMD3<UInt32>

  /// Makes the stream that `seed` and up to three coordinates name.
  ///
  /// - Parameters:
  ///   - seed: The run's seed.
  ///   - a: First coordinate, such as the epoch.
  ///   - b: Second coordinate, such as the picture's number.
  ///   - c: Third coordinate, such as the view and the purpose.
  @inlinable
  public init(seed: UInt64, _ a: UInt32 = 0, _ b: UInt32 = 0, _ c: UInt32 = 0) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    stream = SIMD3(a, b, c)
  }

  /// The four random words at `position` of this stream.
  @inlinable
  public func block(at position: UInt32) -> SIMD4<UInt32> {
    var counter = SIMD4<UInt32>(position, stream.x, stream.y, stream.z)
    var key = key
    for round in 0..<10 {
      if round > 0 { key = key &+ SIMD2(0x9E37_79B9, 0xBB67_AE85) }
      let product0 = UInt64(0xD251_1F53) * UInt64(counter.x)
      let product1 = UInt64(0xCD9E_8D57) * UInt64(counter.z)
      counter = SIMD4(
        UInt32(truncatingIfNeeded: product1 >> 32) ^ counter.y ^ key.x,
        UInt32(truncatingIfNeeded: product1),
        UInt32(truncatingIfNeeded: product0 >> 32) ^ counter.w ^ key.y,
        UInt32(truncatingIfNeeded: product0))
    }
    return counter
  }

  /// Random word number `index` of this stream.
  @inlinable
  public func word(_ index: Int) -> UInt32 {
    block(at: UInt32(truncatingIfNeeded: index >> 2))[index & 3]
  }

  /// Number `index` of this stream, uniform in [0, 1), with 24 random bits.
  @inlinable
  public func uniform(_ index: Int) -> Float {
    Float(word(index) >> 8) * 0x1p-24
  }

  /// Number `index` of this stream, uniform in [`range.lowerBound`, `range.upperBound`].
  @inlinable
  public func uniform(_ index: Int, in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform(index)
  }

  /// Integer number `index` of this stream, uniform in 0 ..< `bound`.
  ///
  /// The bias is below `bound` / 2³², since the word is scaled and not rejected.
  ///
  /// - Precondition: `bound` > 0.
  @inlinable
  public func integer(_ index: Int, below bound: Int) -> Int {
    precondition(bound > 0 && bound <= Int(UInt32.max), "bound must be in 1 ... 2³² − 1")
    return Int((UInt64(word(index)) * UInt64(bound)) >> 32)
  }
}

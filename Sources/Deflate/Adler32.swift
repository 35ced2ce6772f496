/// The checksum Adler-32 (RFC 1950), built up piece by piece: the sum of the bytes and 1, and the sum
/// of these sums after each byte, both modulo 65521.
package struct Adler32: Sendable, Equatable {
  private static let modulus: UInt32 = 65521
  private static let laneCount = 16
  /// So many blocks of a byte a lane keep the sums of sums below 2¹⁶: 255 · 22 · 23 / 2.
  private static let blocksOfRun = 22

  private var sum: UInt32 = 1
  private var sumOfSums: UInt32 = 0

  /// The checksum of nothing.
  package init() {}

  /// The checksum of the bytes so far.
  package var value: UInt32 { sumOfSums << 16 | sum }

  /// Takes in `bytes`.
  package mutating func update(with bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe update(with: $0) }
  }

  mutating func update(with bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    var position = 0
    let longestRun = Self.laneCount * Self.blocksOfRun
    while position < bytes.count {
      let run = min(longestRun, bytes.count - position)
      let blockCount = run / Self.laneCount
      unsafe takeIn(blockCount, from: UnsafeRawPointer(start + position))
      for index in position + blockCount * Self.laneCount..<position + run {
        sum &+= UInt32(unsafe start[index])
        sumOfSums &+= sum
      }
      sum %= Self.modulus
      sumOfSums %= Self.modulus
      position += run
    }
  }

  /// Takes in blocks of a byte a lane.
  @inline(__always)
  private mutating func takeIn(_ blockCount: Int, from bytes: UnsafeRawPointer) {
    var sums = SIMD16<UInt16>.zero
    // The lane's sums after each block but the last.
    var earlierSums = SIMD16<UInt16>.zero
    for block in 0..<blockCount {
      let vector = unsafe bytes.loadUnaligned(
        fromByteOffset: block &* Self.laneCount, as: SIMD16<UInt8>.self)
      earlierSums &+= sums
      sums &+= SIMD16<UInt16>(truncatingIfNeeded: vector)
    }
    // A byte counts once for itself and each byte after it.
    var total: UInt32 = 0
    var weighted: UInt32 = 0
    for lane in 0..<Self.laneCount {
      total &+= UInt32(sums[lane])
      weighted &+=
        UInt32(earlierSums[lane]) &* UInt32(Self.laneCount)
        &+ UInt32(sums[lane]) &* UInt32(Self.laneCount &- lane)
    }
    sumOfSums &+= sum &* UInt32(truncatingIfNeeded: blockCount &* Self.laneCount) &+ weighted
    sum &+= total
  }
}

/// The checksum Adler-32 of `bytes`.
package func adler32(of bytes: Span<UInt8>) -> UInt32 {
  var checksum = Adler32()
  checksum.update(with: bytes)
  return checksum.value
}

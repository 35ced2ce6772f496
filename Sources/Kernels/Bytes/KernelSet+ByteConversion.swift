extension KernelSet {
  /// Rounds pixels to bytes: round(x · scale + offset), limited to 0…255, ties to even.
  ///
  /// - Parameters:
  ///   - pixels: How many pixels.
  ///   - input: `[pixels, 3]`, finite.
  ///   - scales: One for each channel.
  ///   - offsets: The same, each a whole number: the bytes that stand for 0.
  ///   - output: `[pixels, 3]`.
  package static func roundPixels(
    _ pixels: Int, _ input: UnsafePointer<Float>, scales: SIMD3<Float>, offsets: SIMD3<Float>,
    _ output: UnsafeMutablePointer<UInt8>
  ) {
    let (source, target) = unsafe (UnsafeRawPointer(input), UnsafeMutableRawPointer(output))
    let (first, second, third) = (
      (turned(scales, 0), turned(offsets, 0)), (turned(scales, 1), turned(offsets, 1)),
      (turned(scales, 2), turned(offsets, 2))
    )
    let count = 3 &* pixels
    var index = 0
    while index &+ 12 <= count {
      let (a, b, c) = unsafe (
        numbers(source, index), numbers(source, index &+ 4), numbers(source, index &+ 8)
      )
      unsafe store(rounded(a, first), target + index)
      unsafe store(rounded(b, second), target + (index &+ 4))
      unsafe store(rounded(c, third), target + (index &+ 8))
      index &+= 12
    }
    while index < count {
      let number = unsafe SIMD4(repeating: input[index])
      unsafe output[index] = rounded(number, first)[index % 3]
      index &+= 1
    }
  }

  /// Four of the three numbers over and over, from number `start` on.
  private static func turned(_ x: SIMD3<Float>, _ start: Int) -> SIMD4<Float> {
    SIMD4(x[start], x[(start + 1) % 3], x[(start + 2) % 3], x[start])
  }

  @inline(__always)
  private static func numbers(_ source: UnsafeRawPointer, _ index: Int) -> SIMD4<Float> {
    unsafe source.loadUnaligned(fromByteOffset: 4 &* index, as: SIMD4<Float>.self)
  }

  @inline(__always)
  private static func rounded(
    _ numbers: SIMD4<Float>, _ factors: (scale: SIMD4<Float>, offset: SIMD4<Float>)
  ) -> SIMD4<UInt8> {
    let (least, largest) = (SIMD4<Float>.zero, SIMD4<Float>(repeating: 255))
    // Added to 3 · 2²², a float has no bits behind the point, and its lowest byte is the integer.
    let shift = SIMD4<Float>(repeating: 12_582_912)
    var x = numbers * factors.scale + factors.offset
    x = x.replacing(with: least, where: x .< least)
    x = x.replacing(with: largest, where: largest .< x)
    return unsafe SIMD4<UInt8>(
      truncatingIfNeeded: unsafeBitCast(x + shift, to: SIMD4<UInt32>.self))
  }

  @inline(__always)
  private static func store(_ bytes: SIMD4<UInt8>, _ target: UnsafeMutableRawPointer) {
    unsafe target.storeBytes(of: bytes, as: SIMD4<UInt8>.self)
  }
}

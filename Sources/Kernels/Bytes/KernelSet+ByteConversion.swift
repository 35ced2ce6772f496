extension KernelSet {
  /// Rounds pixels to bytes: round(x · scale + offset), limited to 0…255, ties to even.
  ///
  /// - Parameters:
  ///   - pixels: How many pixels.
  ///   - input: `[pixels, 3]`, finite.
  ///   - scales: One for each channel; the fourth does not count.
  ///   - offsets: The same, each a whole number: the bytes that stand for 0.
  ///   - output: `[pixels, 4]`; the fourth channel becomes 0.
  package static func roundPixels(
    _ pixels: Int, _ input: UnsafePointer<Float>, scales: SIMD4<Float>, offsets: SIMD4<Float>,
    _ output: UnsafeMutablePointer<UInt8>
  ) {
    let (least, largest) = (SIMD4<Float>.zero, SIMD4<Float>(repeating: 255))
    // Added to 3 · 2²², a float has no bits behind the point, and its lowest byte is the integer.
    let shift = SIMD4<Float>(repeating: 12_582_912)
    for pixel in 0..<pixels {
      let place = 3 &* pixel
      var x = unsafe SIMD4(input[place], input[place &+ 1], input[place &+ 2], 0)
      x = x * scales + offsets
      x = x.replacing(with: least, where: x .< least)
      x = x.replacing(with: largest, where: largest .< x)
      x[3] = 0
      let bits = unsafe unsafeBitCast(x + shift, to: SIMD4<UInt32>.self)
      unsafe UnsafeMutableRawPointer(output + 4 &* pixel).storeBytes(
        of: SIMD4<UInt8>(truncatingIfNeeded: bits), as: SIMD4<UInt8>.self)
    }
  }
}

extension KernelSet {
  /// Rounds pictures to bytes: round(x · scale + offset), limited to 0…255, ties to even.
  ///
  /// - Parameters:
  ///   - pixels: How many pixels.
  ///   - channels: Numbers of a pixel.
  ///   - input: `[pixels, channels]`, finite.
  ///   - scales: `[channels]`.
  ///   - offsets: `[channels]`: the bytes that stand for 0, exactly.
  ///   - output: Pixels of `pitch` bytes, of which the first ones are written.
  ///   - pitch: At least `channels`.
  package func roundToBytes(
    pixels: Int, channels: Int, _ input: UnsafePointer<Float>, scales: UnsafePointer<Float>,
    offsets: UnsafePointer<Float>, _ output: UnsafeMutablePointer<UInt8>, pitch: Int
  ) {
    for pixel in 0..<pixels {
      for channel in 0..<channels {
        let x = unsafe input[pixel &* channels &+ channel] * scales[channel] + offsets[channel]
        let limited = max(0, min(255, x))
        // Added to 3 · 2²², a float has no bits behind the point, and its lowest byte is the integer.
        unsafe output[pixel &* pitch &+ channel] = UInt8(
          truncatingIfNeeded: (limited + 12_582_912).bitPattern)
      }
    }
  }
}

/// Kernels on the pixels under one pooling window, all channels of a pixel being contiguous.
@frozen
public enum Pooling<Set: InstructionSet> {
  /// The largest of each channel over the window, and which tap it was; the first of equals wins.
  ///
  /// - Parameters:
  ///   - taps: How many pixels the window has, at most 256.
  ///   - channels: Floats a pixel.
  ///   - pixels: `[taps]`: where each pixel starts; nil for one outside the picture.
  ///   - y: `[channels]`: the largest.
  ///   - selection: `[channels]`: its tap.
  @inlinable @inline(__always)
  public static func maximum(
    _ taps: Int, _ channels: Int, _ pixels: UnsafePointer<UnsafePointer<Float>?>,
    _ y: UnsafeMutablePointer<Float>, _ selection: UnsafeMutablePointer<UInt8>
  ) {
    forEachRun(channels) { channel, count in
      var largest = Lanes(repeating: -.infinity)
      var chosen = SIMD16<Int32>(repeating: -1)
      for tap in 0..<taps {
        guard let pixel = unsafe pixels[tap] else { continue }
        let value = unsafe pixel.lanes(channel, count)
        // Not-a-number wins, as in PyTorch, so that it is seen and not swallowed.
        let wins = (largest .< value) .| (value .!= value) .| (chosen .< 0)
        largest = largest.replacing(with: value, where: wins)
        chosen = chosen.replacing(with: SIMD16(repeating: Int32(tap)), where: wins)
      }
      unsafe y.store(largest, channel, count)
      for lane in 0..<count { unsafe selection[channel + lane] = UInt8(chosen[lane]) }
    }
  }

  /// Adds `gradient` to the pixel that won, channel by channel: the transpose of ``maximum``.
  @inlinable @inline(__always)
  public static func maximumGradient(
    _ channels: Int, _ gradient: UnsafePointer<Float>, _ selection: UnsafePointer<UInt8>,
    _ pixels: UnsafePointer<UnsafeMutablePointer<Float>?>
  ) {
    for channel in 0..<channels {
      if let pixel = unsafe pixels[Int(selection[channel])] {
        unsafe pixel[channel] += gradient[channel]
      }
    }
  }
}

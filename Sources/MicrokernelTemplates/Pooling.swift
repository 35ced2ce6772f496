/// Kernels on the pixels under one pooling window, all channels of a pixel being contiguous.
@frozen
public enum Pooling<Set: InstructionSet> {
  /// The largest of each channel over the window, and which tap it was; the first of equals wins.
  ///
  /// A window without a pixel gives −∞ and tap 0.
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
    var first = 0
    while first < taps, unsafe pixels[first] == nil { first += 1 }
    forEachRun(channels) { channel, count in
      var largest = Lanes(repeating: -.infinity)
      // Taps as floats, since comparing and choosing integers takes a detour through memory.
      var chosen = Lanes(repeating: first < taps ? Float(first) : 0)
      if first < taps, let pixel = unsafe pixels[first] {
        largest = unsafe pixel.lanes(channel, count)
      }
      var tap = first + 1
      while tap < taps {
        if let pixel = unsafe pixels[tap] {
          let value = unsafe pixel.lanes(channel, count)
          // Not-a-number wins, as in PyTorch, so that it is seen and not swallowed.
          let wins = (largest .< value) .| (value .!= value)
          largest = largest.replacing(with: value, where: wins)
          chosen = chosen.replacing(with: Lanes(repeating: Float(tap)), where: wins)
        }
        tap += 1
      }
      unsafe y.store(largest, channel, count)
      // Adding 2²³ leaves the whole number in the low bits.
      unsafe withUnsafeBytes(of: chosen + 8_388_608) { bytes in
        guard let bits = bytes.baseAddress else { return }
        let target = unsafe selection + channel
        if count == laneCount {
          for lane in 0..<16 { unsafe target[lane] = lowByte(bits, lane) }
        } else {
          for lane in 0..<count { unsafe target[lane] = lowByte(bits, lane) }
        }
      }
    }
  }

  @inlinable @inline(__always)
  static func lowByte(_ words: UnsafeRawPointer, _ index: Int) -> UInt8 {
    unsafe UInt8(
      truncatingIfNeeded: words.load(fromByteOffset: 4 &* index, as: UInt32.self))
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

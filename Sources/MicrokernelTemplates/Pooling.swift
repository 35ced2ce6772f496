/// Kernels on stretches of pixels that meet their windows alike, all channels of a pixel being contiguous.
///
/// Tap t of pixel i is at `sources[t] + i × sourceStep`, so that the border of a picture, where windows have
/// fewer taps, is a stretch of its own and the inside needs no questions.
@frozen
public enum Pooling<Set: InstructionSet> {
  /// The largest of each channel over a window, and which tap it was; the first of equals wins.
  ///
  /// A window without a tap gives −∞ and number 0.
  ///
  /// - Parameters:
  ///   - pixels: How many windows, one behind the other.
  ///   - taps: How many pixels a window has here.
  ///   - channels: Floats a pixel.
  ///   - sources: `[taps]`: where the first window's pixels start.
  ///   - numbers: `[taps]`: their places in the whole window.
  ///   - sourceStep: Floats from one window to the next.
  ///   - y: `[pixels][channels]`: the largest.
  ///   - selection: `[pixels][channels]`: its number.
  @inlinable @inline(__always)
  public static func maximum(
    _ pixels: Int, _ taps: Int, _ channels: Int, _ sources: UnsafePointer<UnsafePointer<Float>>,
    _ numbers: UnsafePointer<UInt8>, _ sourceStep: Int, _ y: UnsafeMutablePointer<Float>,
    _ selection: UnsafeMutablePointer<UInt8>
  ) {
    for pixel in 0..<pixels {
      let shift = pixel * sourceStep
      forEachRun(channels) { channel, count in
        var largest = Lanes(repeating: -.infinity)
        // Numbers as floats, since comparing and choosing integers takes a detour through memory.
        var chosen = Lanes.zero
        if taps > 0 {
          largest = unsafe sources[0].lanes(shift + channel, count)
          chosen = unsafe Lanes(repeating: Float(numbers[0]))
        }
        var tap = 1
        while tap < taps {
          let value = unsafe sources[tap].lanes(shift + channel, count)
          // Not-a-number wins, as in PyTorch, so that it is seen and not swallowed.
          let wins = (largest .< value) .| (value .!= value)
          largest = largest.replacing(with: value, where: wins)
          chosen = unsafe chosen.replacing(
            with: Lanes(repeating: Float(numbers[tap])), where: wins)
          tap += 1
        }
        unsafe y.store(largest, pixel * channels + channel, count)
        unsafe storeBytes(chosen, selection + pixel * channels + channel, count)
      }
    }
  }

  /// The largest of each channel over a window and of `floor`, where nobody asks which tap it was.
  ///
  /// - Parameters:
  ///   - pixels: How many windows, one behind the other.
  ///   - taps: How many pixels a window has here.
  ///   - channels: Floats a pixel.
  ///   - sources: `[taps]`: where the first window's pixels start.
  ///   - sourceStep: Floats from one window to the next.
  ///   - floor: −∞, or 0 for numbers that are rectified too.
  ///   - y: `[pixels][channels]`: the largest.
  @inlinable @inline(__always)
  public static func maxima(
    _ pixels: Int, _ taps: Int, _ channels: Int, _ sources: UnsafePointer<UnsafePointer<Float>>,
    _ sourceStep: Int, _ floor: Float, _ y: UnsafeMutablePointer<Float>
  ) {
    var pixel = 0
    while pixel < pixels {
      let (source, target) = unsafe (pixel &* sourceStep, y + pixel &* channels)
      var channel = 0
      // Two runs together: a tap's pointer is then fetched half as often.
      while channel &+ 2 &* laneCount <= channels {
        let largest: InlineArray<2, Lanes> = maxima(taps, floor) { tap, run in
          unsafe sources[tap].lanes(source &+ channel &+ run &* laneCount, laneCount)
        }
        unsafe target.store(largest[0], channel, laneCount)
        unsafe target.store(largest[1], channel &+ laneCount, laneCount)
        channel &+= 2 &* laneCount
      }
      while channel < channels {
        let count = min(laneCount, channels &- channel)
        let largest: InlineArray<1, Lanes> = maxima(taps, floor) { tap, _ in
          unsafe sources[tap].lanes(source &+ channel, count)
        }
        unsafe target.store(largest[0], channel, count)
        channel &+= laneCount
      }
      pixel &+= 1
    }
  }

  /// The largest of some runs over all taps and of `floor`.
  @inlinable @inline(__always)
  static func maxima<let runs: Int>(
    _ taps: Int, _ floor: Float, _ value: (_ tap: Int, _ run: Int) -> Lanes
  ) -> InlineArray<runs, Lanes> {
    var largest = InlineArray<runs, Lanes>(repeating: Lanes(repeating: floor))
    // The greater of two drops what is not a number, which has to win.
    var isStrange = InlineArray<runs, LaneMask>(repeating: LaneMask(repeating: false))
    var tap = 0
    while tap &+ 2 <= taps {
      for run in 0..<runs {
        let (first, second) = (value(tap, run), value(tap &+ 1, run))
        largest[run] = Set.greater(Set.greater(largest[run], first), second)
        isStrange[run] = isStrange[run] .| ((first .!= first) .| (second .!= second))
      }
      tap &+= 2
    }
    for run in 0..<runs {
      if tap < taps {
        let last = value(tap, run)
        largest[run] = Set.greater(largest[run], last)
        isStrange[run] = isStrange[run] .| (last .!= last)
      }
      largest[run] = Set.chosen(largest[run], Lanes(repeating: .nan), where: isStrange[run])
    }
    return largest
  }

  /// The transpose of ``maximum``: to each pixel come the gradients of those windows that chose it.
  ///
  /// - Parameters:
  ///   - pixels: How many pixels, each `targetStep` floats behind the last.
  ///   - windows: How many windows each of them is in.
  ///   - channels: Floats a pixel.
  ///   - gradients: `[windows]`: the first pixel's windows' gradients; the next pixel's are one pixel on.
  ///   - selections: `[windows]`: what the windows chose.
  ///   - numbers: `[windows]`: the pixel's place in each window.
  ///   - targetStep: Floats from one of the pixels to the next.
  ///   - y: The first pixel's gradient, overwritten as the others' are.
  @inlinable @inline(__always)
  public static func maximumGradient(
    _ pixels: Int, _ windows: Int, _ channels: Int,
    _ gradients: UnsafePointer<UnsafePointer<Float>>,
    _ selections: UnsafePointer<UnsafePointer<UInt8>>, _ numbers: UnsafePointer<UInt8>,
    _ targetStep: Int, _ y: UnsafeMutablePointer<Float>
  ) {
    for pixel in 0..<pixels {
      forEachRun(channels) { channel, count in
        let index = pixel * channels + channel
        var sum = Lanes.zero
        for window in 0..<windows {
          let chosen = unsafe loadBytes(selections[window] + index, count)
          let gradient = unsafe gradients[window].lanes(index, count)
          sum += unsafe Lanes.zero.replacing(
            with: gradient, where: chosen .== Lanes(repeating: Float(numbers[window])))
        }
        unsafe y.store(sum, pixel * targetStep + channel, count)
      }
    }
  }

  /// `factor` × the sum of the taps: the mean over windows, and its transpose, where the taps are the windows
  /// that a pixel is in.
  ///
  /// - Parameters:
  ///   - pixels: How many pixels are written.
  ///   - taps: How many taps each of them has.
  ///   - channels: Floats a pixel.
  ///   - sources: `[taps]`: where the first pixel's taps start.
  ///   - sourceStep: Floats from one pixel's taps to the next one's.
  ///   - factor: What each sum is multiplied by.
  ///   - targetStep: Floats from one written pixel to the next.
  ///   - y: The first pixel, overwritten as the others are.
  @inlinable @inline(__always)
  public static func windowSums(
    _ pixels: Int, _ taps: Int, _ channels: Int, _ sources: UnsafePointer<UnsafePointer<Float>>,
    _ sourceStep: Int, _ factor: Float, _ targetStep: Int, _ y: UnsafeMutablePointer<Float>
  ) {
    for pixel in 0..<pixels {
      forEachRun(channels) { channel, count in
        var sum = Lanes.zero
        for tap in 0..<taps {
          unsafe sum += sources[tap].lanes(pixel * sourceStep + channel, count)
        }
        unsafe y.store(sum * factor, pixel * targetStep + channel, count)
      }
    }
  }
}

extension Pooling {
  /// Stores whole numbers below 256 as bytes.
  @inlinable @inline(__always)
  static func storeBytes(_ lanes: Lanes, _ target: UnsafeMutablePointer<UInt8>, _ count: Int) {
    // Adding 2²³ leaves the whole number in the low bits.
    let bits = unsafe unsafeBitCast(lanes + 8_388_608, to: SIMD16<UInt32>.self)
    let bytes = SIMD16<UInt8>(truncatingIfNeeded: bits)
    if count == laneCount {
      unsafe UnsafeMutableRawPointer(target).storeBytes(of: bytes, as: SIMD16<UInt8>.self)
    } else {
      unsafe withUnsafeBytes(of: bytes) { source in
        for lane in 0..<count { unsafe target[lane] = source[lane] }
      }
    }
  }

  /// Bytes as whole numbers; the lanes beyond `count` are 0.
  @inlinable @inline(__always)
  static func loadBytes(_ source: UnsafePointer<UInt8>, _ count: Int) -> Lanes {
    var bytes = SIMD16<UInt8>.zero
    if count == laneCount {
      bytes = unsafe UnsafeRawPointer(source).loadUnaligned(as: SIMD16<UInt8>.self)
    } else {
      unsafe withUnsafeMutableBytes(of: &bytes) { target in
        for lane in 0..<count { unsafe target[lane] = source[lane] }
      }
    }
    // The low bits of 2²³ + n are n.
    let bits = SIMD16<UInt32>(truncatingIfNeeded: bytes) | 0x4B00_0000
    return unsafe unsafeBitCast(bits, to: Lanes.self) - 8_388_608
  }
}

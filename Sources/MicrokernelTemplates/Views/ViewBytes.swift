/// Rows of a view as the bytes of pixels, and back.
@frozen
public enum ViewBytes<Set: InstructionSet> {
  /// `bytes[3x + c]` = plane `c` [`x`], held in 0 … 1, × 255, rounded to nearest.
  ///
  /// The planes are a whole number of sixteens long, however many of their pixels are wanted.
  @inlinable @inline(__always)
  public static func bytes(
    _ count: Int, _ red: UnsafePointer<Float>, _ green: UnsafePointer<Float>,
    _ blue: UnsafePointer<Float>, _ bytes: UnsafeMutablePointer<UInt8>
  ) {
    var x = 0
    var target = UnsafeMutableRawPointer(bytes)
    while x < count {
      let low = unsafe levels(red.lanes(x, laneCount))
      let middle = unsafe levels(green.lanes(x, laneCount)) &<< 8
      let high = unsafe levels(blue.lanes(x, laneCount)) &<< 16
      let word = low | middle | high
      // Four bytes at a time, the fourth to be overwritten by the next pixel, where there is one.
      let whole = min(laneCount, count - x - 1)
      let wanted = min(laneCount, count - x)
      unsafe withUnsafeBytes(of: word) { words in
        guard let source = words.baseAddress else { return }
        for lane in 0..<whole {
          unsafe target.storeBytes(
            of: source.load(fromByteOffset: 4 &* lane, as: UInt32.self), as: UInt32.self)
          unsafe target += 3
        }
        for lane in whole..<wanted {
          for part in 0..<3 {
            unsafe target.storeBytes(
              of: source.load(fromByteOffset: 4 &* lane &+ part, as: UInt8.self),
              toByteOffset: part, as: UInt8.self)
          }
          unsafe target += 3
        }
      }
      x += laneCount
    }
  }

  /// Plane `c` [`x`] = `bytes[3x + c]` / 255.
  @inlinable @inline(__always)
  public static func planes(
    _ count: Int, _ bytes: UnsafePointer<UInt8>, _ red: UnsafeMutablePointer<Float>,
    _ green: UnsafeMutablePointer<Float>, _ blue: UnsafeMutablePointer<Float>
  ) {
    let source = unsafe UnsafeRawPointer(bytes)
    let words = UnsafeMutableRawPointer(red)
    // A pixel's bytes as a word in the place of its red sample, from where vectors take them apart: a vector
    // that is read where its parts were just written has to wait for them.
    for x in 0..<max(count - 1, 0) {
      unsafe words.storeBytes(
        of: source.loadUnaligned(fromByteOffset: 3 &* x, as: UInt32.self), toByteOffset: 4 &* x,
        as: UInt32.self)
    }
    for part in 0..<3 where count > 0 {
      unsafe words.storeBytes(
        of: source.load(fromByteOffset: 3 &* (count &- 1) &+ part, as: UInt8.self),
        toByteOffset: 4 &* (count &- 1) &+ part, as: UInt8.self)
    }
    let share = Float(1.0 / 255)
    forEachRun(count) { x, run in
      let word = unsafe unsafeBitCast(
        UnsafePointer(red).lanes(x, run), to: SIMD16<Int32>.self)
      unsafe red.store(Set.lanes(word & 0xFF) * share, x, run)
      unsafe green.store(Set.lanes((word &>> 8) & 0xFF) * share, x, run)
      unsafe blue.store(Set.lanes((word &>> 16) & 0xFF) * share, x, run)
    }
  }

  @inlinable @inline(__always)
  static func levels(_ samples: Lanes) -> SIMD16<UInt32> {
    // Adding 2²³ rounds to the nearest integer and leaves it in the low bits.
    unsafe unsafeBitCast(ViewColors<Set>.unit(samples) * 255 + 0x1p23, to: SIMD16<UInt32>.self)
      & 0xFF
  }
}

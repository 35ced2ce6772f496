/// Rows of samples between planes of luma and chroma and pixels, in the fixed-point arithmetic of
/// libjpeg: the same bytes everywhere.
@frozen
public enum ColorRows<Set: InstructionSet> {
  /// Y, Cb and Cr to interleaved red, green and blue.
  ///
  /// - Parameters:
  ///   - count: Pixels.
  ///   - luma: `[count]`.
  ///   - blueness: `[count]`: Cb.
  ///   - redness: `[count]`: Cr.
  ///   - result: `[count][3]`.
  @inlinable @inline(__always)
  public static func pixels(
    _ count: Int, _ luma: UnsafePointer<UInt8>, _ blueness: UnsafePointer<UInt8>,
    _ redness: UnsafePointer<UInt8>, _ result: UnsafeMutablePointer<UInt8>
  ) {
    for index in 0..<count {
      let y = unsafe Int16(luma[index])
      let cb = unsafe Int16(blueness[index]) &- 128
      let cr = unsafe Int16(redness[index]) &- 128
      // Factors less than 1/2 besides whole ones, so that products have one upper half of 16 bits:
      // 1.402 = 1 + 26345 / 2¹⁶, 1.772 = 2 − 14942 / 2¹⁶, each rounded.
      let red = y &+ cr &+ (high(2 &* cr, 26345) &+ 1) &>> 1
      let blue = y &+ 2 &* cb &+ (high(2 &* cb, -14942) &+ 1) &>> 1
      let mixed = Int32(cb) &* -22554 &+ Int32(cr) &* 18734 &+ 32768
      let green = y &- cr &+ Int16(truncatingIfNeeded: mixed &>> 16)
      unsafe result[3 &* index] = UInt8(truncatingIfNeeded: max(0, min(255, red)))
      unsafe result[3 &* index &+ 1] = UInt8(truncatingIfNeeded: max(0, min(255, green)))
      unsafe result[3 &* index &+ 2] = UInt8(truncatingIfNeeded: max(0, min(255, blue)))
    }
  }

  @inlinable @inline(__always)
  static func high(_ a: Int16, _ b: Int16) -> Int16 {
    Int16(truncatingIfNeeded: (Int32(a) &* Int32(b)) &>> 16)
  }

  /// Interleaved red, green and blue to Y, Cb and Cr.
  ///
  /// - Parameters:
  ///   - count: Pixels.
  ///   - pixels: `[count][3]`.
  ///   - luma: `[count]`.
  ///   - blueness: `[count]`: Cb.
  ///   - redness: `[count]`: Cr.
  @inlinable @inline(__always)
  public static func planes(
    _ count: Int, _ pixels: UnsafePointer<UInt8>, _ luma: UnsafeMutablePointer<UInt8>,
    _ blueness: UnsafeMutablePointer<UInt8>, _ redness: UnsafeMutablePointer<UInt8>
  ) {
    for index in 0..<count {
      let r = unsafe Int32(pixels[3 &* index])
      let g = unsafe Int32(pixels[3 &* index &+ 1])
      let b = unsafe Int32(pixels[3 &* index &+ 2])
      let center: Int32 = 128 << 16 + 32767
      unsafe luma[index] = UInt8(
        truncatingIfNeeded: (19595 &* r &+ 38470 &* g &+ 7471 &* b &+ 32768) &>> 16)
      unsafe blueness[index] = UInt8(
        truncatingIfNeeded: (32768 &* b &- 11059 &* r &- 21709 &* g &+ center) &>> 16)
      unsafe redness[index] = UInt8(
        truncatingIfNeeded: (32768 &* r &- 27439 &* g &- 5329 &* b &+ center) &>> 16)
    }
  }

  /// Twice the samples of a row, by a triangle filter over the nearest in two rows and two columns.
  ///
  /// - Parameters:
  ///   - count: Samples before; at least 2.
  ///   - near: `[count]`: the row that counts three times.
  ///   - far: `[count]`: the row that counts once; with `near` itself only columns are mixed.
  ///   - leftBias: In 16ths, of samples whose nearest is on the left; libjpeg has 7, or 8 in one row.
  ///   - rightBias: In 16ths, of the others; libjpeg has 8, or 7 in one row.
  ///   - result: `[2 * count]`.
  @inlinable @inline(__always)
  public static func widen(
    _ count: Int, _ near: UnsafePointer<UInt8>, _ far: UnsafePointer<UInt8>, _ leftBias: UInt16,
    _ rightBias: UInt16, _ result: UnsafeMutablePointer<UInt8>
  ) {
    let last = count &- 1
    unsafe result[0] = UInt8(truncatingIfNeeded: (4 &* sum(near[0], far[0]) &+ 8) &>> 4)
    let target = unsafe result + 1
    for index in 0..<last {
      let left = unsafe sum(near[index], far[index])
      let right = unsafe sum(near[index &+ 1], far[index &+ 1])
      unsafe target[2 &* index] = UInt8(
        truncatingIfNeeded: (3 &* left &+ right &+ leftBias) &>> 4)
      unsafe target[2 &* index &+ 1] = UInt8(
        truncatingIfNeeded: (3 &* right &+ left &+ rightBias) &>> 4)
    }
    unsafe result[2 &* last &+ 1] = UInt8(
      truncatingIfNeeded: (4 &* sum(near[last], far[last]) &+ 7) &>> 4)
  }

  @inlinable @inline(__always)
  static func sum(_ near: UInt8, _ far: UInt8) -> UInt16 { 3 &* UInt16(near) &+ UInt16(far) }

  /// A row between two: three parts of `near` and one of `far`.
  ///
  /// - Parameters:
  ///   - count: Samples.
  ///   - near: `[count]`.
  ///   - far: `[count]`.
  ///   - bias: In quarters.
  ///   - result: `[count]`.
  @inlinable @inline(__always)
  public static func between(
    _ count: Int, _ near: UnsafePointer<UInt8>, _ far: UnsafePointer<UInt8>, _ bias: UInt16,
    _ result: UnsafeMutablePointer<UInt8>
  ) {
    for index in 0..<count {
      unsafe result[index] = UInt8(
        truncatingIfNeeded: (sum(near[index], far[index]) &+ bias) &>> 2)
    }
  }

  /// The mean of each square of four samples; the bias is 1 and 2 quarters in turn, as in libjpeg.
  ///
  /// - Parameters:
  ///   - count: Samples after.
  ///   - upper: `[2 * count]`.
  ///   - lower: `[2 * count]`.
  ///   - result: `[count]`.
  @inlinable @inline(__always)
  public static func halve(
    _ count: Int, _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>,
    _ result: UnsafeMutablePointer<UInt8>
  ) {
    for index in 0..<count {
      let above = unsafe UInt16(upper[2 &* index]) &+ UInt16(upper[2 &* index &+ 1])
      let below = unsafe UInt16(lower[2 &* index]) &+ UInt16(lower[2 &* index &+ 1])
      let bias = 1 &+ UInt16(truncatingIfNeeded: index) & 1
      unsafe result[index] = UInt8(truncatingIfNeeded: (above &+ below &+ bias) &>> 2)
    }
  }
}

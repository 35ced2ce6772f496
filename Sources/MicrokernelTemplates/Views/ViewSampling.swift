/// Bilinear sampling of packed pixels along the rows of a view, and what leads in and out of planes.
///
/// A row of a view is three planes of samples in 0 … 1, a whole number of sixteens long; what lies
/// beyond the view's width is written and means nothing.
@frozen
public enum ViewSampling<Set: InstructionSet> {
  /// Samples one row of a warped view.
  ///
  /// `constants` is what a pixel adds to the two coordinates, across and down, in the view before it was
  /// turned, and the first pixel's; for columns, then for rows, the grid's position of coordinate 0, the
  /// step and the last position; then the view's last coordinate and one level's share of the range.
  /// `scratch` has room for seven rows. `bits` are those of a sample in a word, red lowest.
  @inlinable @inline(__always)
  public static func warp(
    _ count: Int, _ constants: UnsafePointer<Float>, _ words: UnsafePointer<Int32>, _ stride: Int,
    _ bits: Int, _ scratch: UnsafeMutablePointer<Float>, _ red: UnsafeMutablePointer<Float>,
    _ green: UnsafeMutablePointer<Float>, _ blue: UnsafeMutablePointer<Float>
  ) {
    unsafe locate(count, constants, stride, scratch)
    unsafe gather(count, words, stride, scratch)
    let scale = unsafe constants[11]
    let mask = SIMD16<Int32>(repeating: (1 &<< Int32(truncatingIfNeeded: bits)) &- 1)
    let digit = 1 / Float(1 &<< bits)
    let masks = (mask, mask &<< Int32(truncatingIfNeeded: bits))
    let blueMask = masks.1 &<< Int32(truncatingIfNeeded: bits)
    let scales = (scale, scale * digit, scale * digit * digit)
    let places = unsafe UnsafePointer(scratch)
    var x = 0
    while x < count {
      let right = unsafe places.lanes(x, laneCount)
      let lower = unsafe places.lanes(count + x, laneCount)
      let coverage = unsafe places.lanes(2 * count + x, laneCount)
      let a = unsafe unsafeBitCast(places.lanes(3 * count + x, laneCount), to: SIMD16<Int32>.self)
      let b = unsafe unsafeBitCast(places.lanes(4 * count + x, laneCount), to: SIMD16<Int32>.self)
      let c = unsafe unsafeBitCast(places.lanes(5 * count + x, laneCount), to: SIMD16<Int32>.self)
      let d = unsafe unsafeBitCast(places.lanes(6 * count + x, laneCount), to: SIMD16<Int32>.self)
      unsafe red.store(
        blend(a, b, c, d, masks.0, right, lower) * (coverage * scales.0), x, laneCount)
      unsafe green.store(
        blend(a, b, c, d, masks.1, right, lower) * (coverage * scales.1), x, laneCount)
      unsafe blue.store(
        blend(a, b, c, d, blueMask, right, lower) * (coverage * scales.2), x, laneCount)
      x += laneCount
    }
  }

  @inlinable @inline(__always)
  static func blend(
    _ a: SIMD16<Int32>, _ b: SIMD16<Int32>, _ c: SIMD16<Int32>, _ d: SIMD16<Int32>,
    _ mask: SIMD16<Int32>, _ right: Lanes, _ lower: Lanes
  ) -> Lanes {
    let left = Set.lanes(a & mask)
    let lowerLeft = Set.lanes(c & mask)
    let top = left + (Set.lanes(b & mask) - left) * right
    let bottom = lowerLeft + (Set.lanes(d & mask) - lowerLeft) * right
    return top + (bottom - top) * lower
  }

  /// Weights and coverage into the first three rows of `scratch`, words' numbers into the fourth.
  @inlinable @inline(__always)
  static func locate(
    _ count: Int, _ constants: UnsafePointer<Float>, _ stride: Int,
    _ scratch: UnsafeMutablePointer<Float>
  ) {
    let (acrossStep, downStep) = unsafe (constants[0], constants[1])
    let (firstAcross, firstDown) = unsafe (constants[2], constants[3])
    let lastCoordinate = unsafe constants[10]
    let ramp = Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    let stride = SIMD16<Int32>(repeating: Int32(truncatingIfNeeded: stride))
    var x = 0
    while x < count {
      let offset = ramp + Float(x)
      let u = offset * acrossStep + firstAcross
      let v = offset * downStep + firstDown
      let (column, right) = unsafe place(u, lastCoordinate, constants + 4)
      let (row, lower) = unsafe place(v, lastCoordinate, constants + 7)
      let covered =
        ViewColors<Set>.coverage(u, lastCoordinate + 1)
        * ViewColors<Set>.coverage(v, lastCoordinate + 1)
      let number = row &* stride &+ column
      unsafe scratch.store(right, x, laneCount)
      unsafe scratch.store(lower, count + x, laneCount)
      unsafe scratch.store(covered, 2 * count + x, laneCount)
      unsafe scratch.store(unsafeBitCast(number, to: Lanes.self), 3 * count + x, laneCount)
      x += laneCount
    }
  }

  /// The left (upper) neighbour's number and the right (lower) one's weight.
  @inlinable @inline(__always)
  static func place(
    _ coordinate: Lanes, _ lastCoordinate: Float, _ axis: UnsafePointer<Float>
  ) -> (SIMD16<Int32>, Lanes) {
    let held = ViewColors<Set>.clamped(coordinate, Lanes(repeating: lastCoordinate))
    let position = unsafe ViewColors<Set>.clamped(
      held * axis[1] + axis[0], Lanes(repeating: axis[2]))
    // Adding 1.5 · 2²³ rounds to the nearest integer and leaves it in the low bits. Half a pixel
    // less makes that the left neighbour; a tie gives a weight of 0 or of 1, the same sample.
    let magic: Float = 0x1.8p23
    let shifted = (position - 0.5) + magic
    let number = unsafe unsafeBitCast(shifted, to: SIMD16<Int32>.self) & 0x003F_FFFF
    return (number, position - (shifted - magic))
  }

  /// The four neighbours' words into the last four rows of `scratch`; numbers are read from the first
  /// of these.
  @inlinable @inline(__always)
  static func gather(
    _ count: Int, _ words: UnsafePointer<Int32>, _ stride: Int,
    _ scratch: UnsafeMutablePointer<Float>
  ) {
    // A row is gathered through memory between two loops of vectors, which costs less than to take
    // the vectors apart: each pair of neighbours is one load.
    let upper = unsafe UnsafeMutableRawPointer(scratch + 3 * count)
    let below = unsafe UnsafeRawPointer(words + stride)
    let above = unsafe UnsafeRawPointer(words)
    for x in 0..<count {
      let at = unsafe 4 &* Int(upper.load(fromByteOffset: 4 &* x, as: Int32.self))
      let top = unsafe above.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let bottom = unsafe below.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let target = unsafe upper + 4 &* x
      unsafe target.storeBytes(of: UInt32(truncatingIfNeeded: top), as: UInt32.self)
      unsafe target.storeBytes(
        of: UInt32(truncatingIfNeeded: top &>> 32), toByteOffset: 4 &* count, as: UInt32.self)
      unsafe target.storeBytes(
        of: UInt32(truncatingIfNeeded: bottom), toByteOffset: 8 &* count, as: UInt32.self)
      unsafe target.storeBytes(
        of: UInt32(truncatingIfNeeded: bottom &>> 32), toByteOffset: 12 &* count, as: UInt32.self)
    }
  }

  /// Packs a row's samples, in 0 … 1, as words of ten bits a sample in quarters of a level.
  @inlinable @inline(__always)
  public static func pack(
    _ count: Int, _ red: UnsafePointer<Float>, _ green: UnsafePointer<Float>,
    _ blue: UnsafePointer<Float>, _ words: UnsafeMutablePointer<Float>
  ) {
    forEachRun(count) { x, run in
      let low = unsafe quarterLevels(red.lanes(x, run))
      let middle = unsafe quarterLevels(green.lanes(x, run)) &<< 10
      let high = unsafe quarterLevels(blue.lanes(x, run)) &<< 20
      unsafe words.store(unsafeBitCast(low | middle | high, to: Lanes.self), x, run)
    }
  }

  @inlinable @inline(__always)
  static func quarterLevels(_ samples: Lanes) -> SIMD16<UInt32> {
    // Adding 2²³ rounds to the nearest integer and leaves it in the low bits.
    unsafe unsafeBitCast(samples * 1020 + 0x1p23, to: SIMD16<UInt32>.self) & 0x3FF
  }

  /// Pixels from planes: `pixels[x, c]` = plane `c` [`x`] × `scaleAndShift[c]` + `scaleAndShift[3 + c]`.
  @inlinable @inline(__always)
  public static func interleave(
    _ count: Int, _ red: UnsafePointer<Float>, _ green: UnsafePointer<Float>,
    _ blue: UnsafePointer<Float>, _ scaleAndShift: UnsafePointer<Float>,
    _ pixels: UnsafeMutablePointer<Float>
  ) {
    let (r, g, b) = unsafe (scaleAndShift[0], scaleAndShift[1], scaleAndShift[2])
    let (s, t, u) = unsafe (scaleAndShift[3], scaleAndShift[4], scaleAndShift[5])
    let target = UnsafeMutableRawPointer(pixels)
    var x = 0
    // Pixels are stored four floats at a time, the fourth to be overwritten by the next pixel.
    while x + 8 < count {
      let reds = unsafe red.eight(x) * r + s
      let greens = unsafe green.eight(x) * g + t
      let blues = unsafe blue.eight(x) * b + u
      let quads = Set.transposedQuads(reds, greens, blues, SIMD8())
      unsafe store(quads.0, quads.1, quads.2, quads.3, target + 12 * x)
      x += 8
    }
    while x < count {
      unsafe pixels[3 * x] = red[x] * r + s
      unsafe pixels[3 * x + 1] = green[x] * g + t
      unsafe pixels[3 * x + 2] = blue[x] * b + u
      x += 1
    }
  }

  @inlinable @inline(__always)
  static func store(
    _ a: SIMD8<Float>, _ b: SIMD8<Float>, _ c: SIMD8<Float>, _ d: SIMD8<Float>,
    _ target: UnsafeMutableRawPointer
  ) {
    typealias Halves = (SIMD4<Float>, SIMD4<Float>)
    let (e, f) = unsafe (unsafeBitCast(a, to: Halves.self), unsafeBitCast(b, to: Halves.self))
    let (g, h) = unsafe (unsafeBitCast(c, to: Halves.self), unsafeBitCast(d, to: Halves.self))
    unsafe target.storeBytes(of: e.0, as: SIMD4<Float>.self)
    unsafe target.storeBytes(of: f.0, toByteOffset: 12, as: SIMD4<Float>.self)
    unsafe target.storeBytes(of: g.0, toByteOffset: 24, as: SIMD4<Float>.self)
    unsafe target.storeBytes(of: h.0, toByteOffset: 36, as: SIMD4<Float>.self)
    unsafe target.storeBytes(of: e.1, toByteOffset: 48, as: SIMD4<Float>.self)
    unsafe target.storeBytes(of: f.1, toByteOffset: 60, as: SIMD4<Float>.self)
    unsafe target.storeBytes(of: g.1, toByteOffset: 72, as: SIMD4<Float>.self)
    unsafe target.storeBytes(of: h.1, toByteOffset: 84, as: SIMD4<Float>.self)
  }
}

extension UnsafePointer where Pointee == Float {
  /// The eight floats from `index` on.
  @inlinable @inline(__always)
  func eight(_ index: Int) -> SIMD8<Float> {
    unsafe UnsafeRawPointer(self + index).loadUnaligned(as: SIMD8<Float>.self)
  }
}

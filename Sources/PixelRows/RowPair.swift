/// Two rows of pixels of three or four bytes, one below the other, both filtered with Paeth's predictor.
///
/// A prediction has to wait for the pixel to the left, most of the time of a row. The second row's
/// pixels need no more than those of the first that are one to the left, so that a vector holds a pixel
/// of the first row and the one before it of the second.
@safe
struct RowPair {
  /// Bytes of a row; at least two pixels.
  let count: Int
  let firstDifferences: UnsafeRawPointer
  let secondDifferences: UnsafeRawPointer
  /// The row above both.
  let above: UnsafeRawPointer
  let first: UnsafeMutableRawPointer
  let second: UnsafeMutableRawPointer

  func run(distance: Int) {
    if distance == 4 { run(4) } else { run(3) }
  }

  @inline(__always)
  private func run(_ distance: Int) {
    var last = PixelLanes.zero
    var aboveLast = PixelLanes.zero
    // A pixel of the first row, and with it nothing of the second.
    step(
      &last, &aboveLast, above: unsafe pixel(above), unsafe pixel(firstDifferences), 0)
    unsafe last.store(as: UInt32.self, to: first)
    var offset = distance
    // The last pixels may have no room for a fourth byte after them.
    while offset &+ 4 <= count &- distance {
      let before = offset &- distance
      step(
        &last, &aboveLast, above: unsafe pixel(above + offset),
        unsafe pixel(firstDifferences + offset), unsafe pixel(secondDifferences + before))
      let bits = unsafe unsafeBitCast(
        SIMD8<UInt8>(truncatingIfNeeded: last), to: SIMD2<UInt32>.self)
      unsafe first.storeBytes(of: bits[0], toByteOffset: offset, as: UInt32.self)
      unsafe second.storeBytes(of: bits[1], toByteOffset: before, as: UInt32.self)
      offset &+= distance
    }
    while offset < count {
      let before = offset &- distance
      step(
        &last, &aboveLast, above: unsafe lastPixel(above + offset, distance),
        unsafe lastPixel(firstDifferences + offset, distance),
        unsafe pixel(secondDifferences + before))
      unsafe store(last.lowHalf, to: first + offset, distance)
      unsafe store(last.highHalf, to: second + before, distance)
      offset &+= distance
    }
    let before = offset &- distance
    step(
      &last, &aboveLast, above: 0, 0, unsafe lastPixel(secondDifferences + before, distance))
    unsafe store(last.highHalf, to: second + before, distance)
  }

  /// Goes on by a pixel in both rows.
  @inline(__always)
  private func step(
    _ last: inout PixelLanes, _ aboveLast: inout PixelLanes, above: UInt32,
    _ firstDifference: UInt32, _ secondDifference: UInt32
  ) {
    let aboveFirst = unsafe unsafeBitCast(SIMD2(above, 0), to: SIMD8<UInt8>.self)
    let aboveThis = PixelLanes(
      lowHalf: PixelLanes(truncatingIfNeeded: aboveFirst).lowHalf, highHalf: last.lowHalf)
    let differences = unsafe unsafeBitCast(
      SIMD2(firstDifference, secondDifference), to: SIMD8<UInt8>.self)
    let predicted = PaethPredictor.prediction(last, aboveThis, aboveLast)
    last = (PixelLanes(truncatingIfNeeded: differences) &+ predicted).lowBytes
    aboveLast = aboveThis
  }

  /// A pixel and, if it has three bytes, one more.
  @inline(__always)
  private func pixel(_ address: UnsafeRawPointer) -> UInt32 {
    unsafe address.loadUnaligned(as: UInt32.self)
  }

  /// A pixel that nothing may follow.
  private func lastPixel(_ address: UnsafeRawPointer, _ distance: Int) -> UInt32 {
    var pixel: UInt32 = 0
    unsafe withUnsafeMutableBytes(of: &pixel) { bytes in
      for lane in 0..<distance {
        unsafe bytes[lane] = unsafe address.load(fromByteOffset: lane, as: UInt8.self)
      }
    }
    return pixel
  }

  private func store(
    _ lanes: SIMD4<Int16>, to address: UnsafeMutableRawPointer, _ distance: Int
  ) {
    for lane in 0..<distance {
      unsafe address.storeBytes(
        of: UInt8(truncatingIfNeeded: lanes[lane]), toByteOffset: lane, as: UInt8.self)
    }
  }
}

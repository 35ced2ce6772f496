/// A row whose filter is to be undone.
@safe
struct RowReconstruction {
  /// Bytes of the row.
  let count: Int
  let differences: UnsafeRawPointer
  /// The row above; `nil` for the first.
  let above: UnsafeRawPointer?
  let row: UnsafeMutableRawPointer

  func run(_ filter: RowFilter, distance: Int) {
    switch distance {
    case 1: run(filter, OneByte.self)
    case 2: run(filter, TwoBytes.self)
    case 3: run(filter, ThreeBytes.self)
    case 4: run(filter, FourBytes.self)
    case 6: run(filter, SixBytes.self)
    default: run(filter, EightBytes.self)
    }
  }

  private func run<Pixel: PixelBytes>(_ filter: RowFilter, _ pixel: Pixel.Type) {
    switch filter {
    case .none: unsafe row.copyMemory(from: differences, byteCount: count)
    case .sub:
      forEachPixel(pixel) { difference, left in difference &+ left }
    case .up:
      if let above = unsafe above {
        unsafe addRow(above)
      } else {
        unsafe row.copyMemory(from: differences, byteCount: count)
      }
    case .average:
      if let above = unsafe above {
        unsafe forEachPixel(pixel, above) { difference, left, above, _ in
          difference &+ (left &+ above) &>> Pixel.Lanes(repeating: 1)
        }
      } else {
        forEachPixel(pixel) { difference, left in
          difference &+ left &>> Pixel.Lanes(repeating: 1)
        }
      }
    case .paeth:
      if let above = unsafe above {
        unsafe forEachPixel(pixel, above) { difference, left, above, aboveLeft in
          difference &+ RowFilter.prediction(left, above, aboveLeft)
        }
      } else {
        // Without a row above, the left pixel is the nearest.
        forEachPixel(pixel) { difference, left in difference &+ left }
      }
    }
  }

  private func addRow(_ above: UnsafeRawPointer) {
    var offset = 0
    while offset &+ 16 <= count {
      let sum =
        unsafe differences.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
        &+ above.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
      unsafe row.storeBytes(of: sum, toByteOffset: offset, as: SIMD16<UInt8>.self)
      offset &+= 16
    }
    while offset < count {
      let sum =
        unsafe differences.load(fromByteOffset: offset, as: UInt8.self)
        &+ above.load(fromByteOffset: offset, as: UInt8.self)
      unsafe row.storeBytes(of: sum, toByteOffset: offset, as: UInt8.self)
      offset &+= 1
    }
  }

  /// Calculates each pixel, modulo 256, from its differences and the pixel to the left.
  @inline(__always)
  private func forEachPixel<Pixel: PixelBytes>(
    _: Pixel.Type, _ value: (_ difference: Pixel.Lanes, _ left: Pixel.Lanes) -> Pixel.Lanes
  ) {
    let low = Pixel.Lanes(repeating: 0xFF)
    var left = Pixel.Lanes.zero
    var offset = 0
    while offset < count &- Pixel.count {
      left = value(unsafe Pixel.load(differences + offset), left) & low
      unsafe Pixel.store(left, to: row + offset)
      offset &+= Pixel.count
    }
    left = value(unsafe Pixel.loadExactly(differences + offset), left) & low
    unsafe Pixel.storeExactly(left, to: row + offset)
  }

  /// The same, from the pixel above and the one to its left too.
  @inline(__always)
  private func forEachPixel<Pixel: PixelBytes>(
    _: Pixel.Type, _ above: UnsafeRawPointer,
    _ value: (
      _ difference: Pixel.Lanes, _ left: Pixel.Lanes, _ above: Pixel.Lanes,
      _ aboveLeft: Pixel.Lanes
    ) -> Pixel.Lanes
  ) {
    let low = Pixel.Lanes(repeating: 0xFF)
    var left = Pixel.Lanes.zero
    var aboveLeft = Pixel.Lanes.zero
    var offset = 0
    while offset < count &- Pixel.count {
      let aboveThis = unsafe Pixel.load(above + offset)
      left = value(unsafe Pixel.load(differences + offset), left, aboveThis, aboveLeft) & low
      aboveLeft = aboveThis
      unsafe Pixel.store(left, to: row + offset)
      offset &+= Pixel.count
    }
    let aboveThis = unsafe Pixel.loadExactly(above + offset)
    left = value(unsafe Pixel.loadExactly(differences + offset), left, aboveThis, aboveLeft) & low
    unsafe Pixel.storeExactly(left, to: row + offset)
  }
}

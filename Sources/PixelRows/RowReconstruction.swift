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
    switch filter {
    case .none: unsafe row.copyMemory(from: differences, byteCount: count)
    case .sub: addLeft(distance)
    case .up:
      if let above = unsafe above {
        unsafe addAbove(above)
      } else {
        unsafe row.copyMemory(from: differences, byteCount: count)
      }
    case .average:
      if let above = unsafe above {
        unsafe addPrediction(AveragePredictor.self, above, distance)
      } else {
        for offset in 0..<count {
          let left = offset < distance ? 0 : unsafe byte(row, offset - distance)
          unsafe store(byte(differences, offset) &+ left / 2, at: offset)
        }
      }
    case .paeth:
      if let above = unsafe above {
        unsafe addPrediction(PaethPredictor.self, above, distance)
      } else {
        // Without a row above, the left pixel is the nearest.
        addLeft(distance)
      }
    }
  }

  private func addAbove(_ above: UnsafeRawPointer) {
    var offset = 0
    while offset &+ 16 <= count {
      let sum =
        unsafe differences.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
        &+ above.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
      unsafe row.storeBytes(of: sum, toByteOffset: offset, as: SIMD16<UInt8>.self)
      offset &+= 16
    }
    while offset < count {
      unsafe store(byte(differences, offset) &+ byte(above, offset), at: offset)
      offset &+= 1
    }
  }

  private func addLeft(_ distance: Int) {
    switch distance {
    case 1:
      var left: UInt8 = 0
      for offset in 0..<count {
        left &+= unsafe byte(differences, offset)
        store(left, at: offset)
      }
    case 2: addLeft(SIMD2<UInt8>.self, distance)
    case 3, 4: addLeft(SIMD4<UInt8>.self, distance)
    default: addLeft(SIMD8<UInt8>.self, distance)
    }
  }

  /// Adds pixels as vectors, whose last lanes may be bytes of the next pixel, which overwrites them.
  @inline(__always)
  private func addLeft<Pixel: SIMD<UInt8>>(_: Pixel.Type, _ distance: Int) {
    var left = Pixel.zero
    var offset = 0
    while offset &+ Pixel.scalarCount <= count {
      left &+= unsafe differences.loadUnaligned(fromByteOffset: offset, as: Pixel.self)
      unsafe row.storeBytes(of: left, toByteOffset: offset, as: Pixel.self)
      offset &+= distance
    }
    while offset < count {
      let left = offset < distance ? 0 : unsafe byte(row, offset &- distance)
      unsafe store(byte(differences, offset) &+ left, at: offset)
      offset &+= 1
    }
  }

  private func addPrediction<Predictor: RowPredictor>(
    _ predictor: Predictor.Type, _ above: UnsafeRawPointer, _ distance: Int
  ) {
    switch distance {
    case 1: unsafe addPrediction(predictor, UInt8.self, above, distance)
    case 2: unsafe addPrediction(predictor, UInt16.self, above, distance)
    case 3, 4: unsafe addPrediction(predictor, UInt32.self, above, distance)
    default: unsafe addPrediction(predictor, UInt64.self, above, distance)
    }
  }

  /// Adds to each pixel what its neighbours predict; a pixel is as many bytes as an integer, the last
  /// of which may be of the next one.
  @inline(__always)
  private func addPrediction<
    Predictor: RowPredictor, Pixel: FixedWidthInteger & UnsignedInteger & BitwiseCopyable
  >(
    _: Predictor.Type, _ pixel: Pixel.Type, _ above: UnsafeRawPointer, _ distance: Int
  ) {
    var left = PixelLanes.zero
    var aboveLeft = PixelLanes.zero
    var offset = 0
    while offset &+ MemoryLayout<Pixel>.size <= count {
      let aboveThis = unsafe PixelLanes(pixel, at: above + offset)
      let difference = unsafe PixelLanes(pixel, at: differences + offset)
      left = (difference &+ Predictor.prediction(left, aboveThis, aboveLeft)).lowBytes
      aboveLeft = aboveThis
      unsafe left.store(as: pixel, to: row + offset)
      offset &+= distance
    }
    while offset < count {
      let hasLeft = offset >= distance
      let predicted = unsafe Predictor.prediction(
        hasLeft ? PixelLanes(UInt8.self, at: row + (offset &- distance)) : .zero,
        PixelLanes(UInt8.self, at: above + offset),
        hasLeft ? PixelLanes(UInt8.self, at: above + (offset &- distance)) : .zero)
      unsafe store(
        byte(differences, offset) &+ UInt8(truncatingIfNeeded: predicted[0]), at: offset)
      offset &+= 1
    }
  }

  @inline(__always)
  private func byte(_ pointer: UnsafeRawPointer, _ offset: Int) -> UInt8 {
    unsafe pointer.load(fromByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  private func byte(_ pointer: UnsafeMutableRawPointer, _ offset: Int) -> UInt8 {
    unsafe pointer.load(fromByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  private func store(_ byte: UInt8, at offset: Int) {
    unsafe row.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
  }
}

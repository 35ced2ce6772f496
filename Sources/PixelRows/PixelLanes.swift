/// Bytes of a row as numbers with room for what an addition carries.
///
/// One type for pixels of all sizes, because operations on vectors of a generic size are done lane by
/// lane.
typealias PixelLanes = SIMD8<Int16>

extension PixelLanes {
  /// The bytes of an integer in memory, the other lanes 0.
  @inline(__always)
  init<Bytes: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _: Bytes.Type, at address: UnsafeRawPointer
  ) {
    let bits = UInt64(truncatingIfNeeded: unsafe address.loadUnaligned(as: Bytes.self).littleEndian)
    self.init(truncatingIfNeeded: unsafe unsafeBitCast(bits.littleEndian, to: SIMD8<UInt8>.self))
  }

  /// Writes the low bytes of as many lanes as the integer has bytes.
  @inline(__always)
  func store<Bytes: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    as _: Bytes.Type, to address: UnsafeMutableRawPointer
  ) {
    let bits = unsafe unsafeBitCast(SIMD8<UInt8>(truncatingIfNeeded: self), to: UInt64.self)
    unsafe address.storeBytes(
      of: Bytes(truncatingIfNeeded: bits.littleEndian).littleEndian, as: Bytes.self)
  }

  /// Without what lies above the low bytes.
  @inline(__always) var lowBytes: PixelLanes { self & PixelLanes(repeating: 0xFF) }
}

/// What a filter expects a byte to be, from its neighbours.
protocol RowPredictor {
  static func prediction(
    _ left: PixelLanes, _ above: PixelLanes, _ aboveLeft: PixelLanes
  ) -> PixelLanes
}

/// The mean of left and above, rounded down.
enum AveragePredictor: RowPredictor {
  @inline(__always)
  static func prediction(
    _ left: PixelLanes, _ above: PixelLanes, _ aboveLeft: PixelLanes
  ) -> PixelLanes {
    (left &+ above) &>> PixelLanes(repeating: 1)
  }
}

/// Of the three neighbours, the one nearest to left + above − aboveLeft; of equally near ones the first
/// in this order.
///
/// With t = 3 · aboveLeft − left − above, it is the larger of left and above if t is not above the
/// smaller, the smaller if t is not below the larger, and aboveLeft otherwise: the same in fewer steps
/// one after the other.
enum PaethPredictor: RowPredictor {
  @inline(__always)
  static func prediction(
    _ left: PixelLanes, _ above: PixelLanes, _ aboveLeft: PixelLanes
  ) -> PixelLanes {
    let threshold = (aboveLeft &+ aboveLeft &+ aboveLeft &- above) &- left
    let smaller = left.replacing(with: above, where: above .< left)
    let larger = above.replacing(with: left, where: above .< left)
    let inner = smaller.replacing(with: aboveLeft, where: threshold .< larger)
    return larger.replacing(with: inner, where: smaller .< threshold)
  }
}

/// A row to which a filter is to be applied.
@safe
struct RowFiltering {
  /// Bytes of the row.
  let count: Int
  let row: UnsafeRawPointer
  /// The row above; `nil` for the first.
  let above: UnsafeRawPointer?
  let differences: UnsafeMutableRawPointer
  /// The bytes of a pixel.
  let distance: Int

  /// Writes the differences, and returns the sum of their absolute values.
  func run(_ filter: RowFilter) -> Int {
    switch filter {
    case .none: forEach { _, _, _ in .zero }
    case .sub: forEach { left, _, _ in left }
    case .up: forEach { _, above, _ in above }
    case .average: forEach { AveragePredictor.prediction($0, $1, $2) }
    case .paeth: forEach { PaethPredictor.prediction($0, $1, $2) }
    }
  }

  @inline(__always)
  private func forEach(
    _ prediction: (_ left: PixelLanes, _ above: PixelLanes, _ aboveLeft: PixelLanes) -> PixelLanes
  ) -> Int {
    var sum = 0
    var offset = 0
    while offset < count {
      // The first pixel has no left neighbour; the last bytes fill no vector.
      if offset >= distance && offset &+ 8 <= count {
        sum &+= subtract(prediction, UInt64.self, offset, hasLeft: true)
        offset &+= 8
      } else {
        sum &+= subtract(prediction, UInt8.self, offset, hasLeft: offset >= distance)
        offset &+= 1
      }
    }
    return sum
  }

  /// Subtracts the prediction from as many bytes as an integer has.
  @inline(__always)
  private func subtract<Bytes: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ prediction: (_ left: PixelLanes, _ above: PixelLanes, _ aboveLeft: PixelLanes) -> PixelLanes,
    _ bytes: Bytes.Type, _ offset: Int, hasLeft: Bool
  ) -> Int {
    let this = unsafe PixelLanes(bytes, at: row + offset)
    let left = unsafe hasLeft ? PixelLanes(bytes, at: row + (offset &- distance)) : .zero
    var (aboveThis, aboveLeft) = (PixelLanes.zero, PixelLanes.zero)
    if let above = unsafe above {
      aboveThis = unsafe PixelLanes(bytes, at: above + offset)
      if hasLeft { aboveLeft = unsafe PixelLanes(bytes, at: above + (offset &- distance)) }
    }
    let difference = (this &- prediction(left, aboveThis, aboveLeft)).lowBytes
    unsafe difference.store(as: bytes, to: differences + offset)
    let used = MemoryLayout<Bytes>.size
    let opposite = PixelLanes(repeating: 256) &- difference
    let magnitudes = difference.replacing(with: opposite, where: opposite .< difference)
    return Int(used == 8 ? magnitudes.wrappedSum() : magnitudes[0])
  }
}

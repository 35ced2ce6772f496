/// A row to which a filter is to be applied.
@safe
struct RowFiltering {
  private typealias Lanes = SIMD16<Int16>

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
    case .average: forEach { left, above, _ in (left &+ above) &>> Lanes(repeating: 1) }
    case .paeth: forEach { RowFilter.prediction($0, $1, $2) }
    }
  }

  @inline(__always)
  private func forEach(
    _ prediction: (_ left: Lanes, _ above: Lanes, _ aboveLeft: Lanes) -> Lanes
  ) -> Int {
    var sum = 0
    var offset = 0
    // The first pixel has no left neighbour; the last bytes fill no vector.
    while offset < count {
      if offset >= distance && offset &+ 16 <= count {
        let (left, this) = unsafe (load(row + offset - distance), load(row + offset))
        let above = unsafe above.map { unsafe load($0 + offset) } ?? .zero
        let aboveLeft = unsafe self.above.map { unsafe load($0 + offset - distance) } ?? .zero
        let difference = (this &- prediction(left, above, aboveLeft)) & Lanes(repeating: 0xFF)
        unsafe differences.storeBytes(
          of: SIMD16<UInt8>(truncatingIfNeeded: difference), toByteOffset: offset,
          as: SIMD16<UInt8>.self)
        let opposite = Lanes(repeating: 256) &- difference
        sum &+= Int(
          difference.replacing(with: opposite, where: opposite .< difference).wrappedSum())
        offset &+= 16
      } else {
        func byte(_ pointer: UnsafeRawPointer?, _ offset: Int) -> Lanes {
          guard let pointer = unsafe pointer, offset >= 0 else { return .zero }
          return Lanes(
            repeating: Int16(unsafe pointer.load(fromByteOffset: offset, as: UInt8.self)))
        }
        let predicted = unsafe prediction(
          byte(row, offset - distance), byte(above, offset), byte(above, offset - distance))
        let difference = UInt8(
          truncatingIfNeeded: unsafe byte(row, offset)[0] &- predicted[0])
        unsafe differences.storeBytes(of: difference, toByteOffset: offset, as: UInt8.self)
        sum &+= Int(Int8(bitPattern: difference).magnitude)
        offset &+= 1
      }
    }
    return sum
  }

  @inline(__always)
  private func load(_ bytes: UnsafeRawPointer) -> Lanes {
    Lanes(truncatingIfNeeded: unsafe bytes.loadUnaligned(as: SIMD16<UInt8>.self))
  }
}

/// Decodes whole blocks into coefficients that were zero, in natural order.
struct JPEGSequentialDecoder: JPEGBlockDecoder {
  private var predictions = InlineArray<4, Int32>(repeating: 0)

  mutating func restart() { predictions = .init(repeating: 0) }

  @inline(__always)
  mutating func decode(
    _ place: JPEGBlockPlace, at offset: Int, from reader: inout JPEGBitReader, of file: Span<UInt8>,
    tables: Span<UInt32>, order: Span<UInt8>,
    into coefficients: inout MutableSpan<Int16>
  ) {
    reader.refill(file)
    let difference = reader.takeDifference(tables, place.tableDC)
    let number = place.number & 3
    let value = predictions[number] &+ Int32(truncatingIfNeeded: difference)
    predictions[number] = value
    coefficients[offset] = Int16(truncatingIfNeeded: value)
    var index = 1
    while index < 64 {
      reader.refill(file)
      let entry = reader.takeEntry(tables, place.tableAC)
      let run = Int(entry &>> 8) & 15
      let size = Int(entry &>> 12) & 15
      var value = Int(Int32(bitPattern: entry) &>> 16)
      if size > 0 {
        value = reader.takeCoefficient(size)
      } else if value == 0 {
        // All others are zero, or sixteen are.
        if run < 15 { return }
        index &+= 16
        continue
      }
      index &+= run
      if index > 63 {
        reader.leadsAstray()
        index = 63
      }
      coefficients[offset &+ Int(order[index])] = Int16(truncatingIfNeeded: value)
      index &+= 1
    }
  }
}

extension JPEGBitReader {
  /// The difference of a first coefficient to the one before.
  @inline(__always)
  mutating func takeDifference(_ tables: Span<UInt32>, _ table: Int) -> Int {
    let entry = takeEntry(tables, table)
    let size = Int(entry &>> 12) & 15
    return size > 0 ? takeCoefficient(size) : Int(Int32(bitPattern: entry) &>> 16)
  }
}

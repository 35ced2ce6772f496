/// Decodes a scan of a progressive frame into stored coefficients, in natural order.
struct JPEGProgressiveDecoder: JPEGBlockDecoder {
  private enum Kind { case firstDC, refinedDC, firstAC, refinedAC }

  private let kind: Kind
  private let start: Int
  private let end: Int
  private let lowBit: Int
  private var predictions = InlineArray<4, Int32>(repeating: 0)
  /// Blocks to come that have no new coefficients.
  private var emptyBlockCount = 0

  init(_ scan: JPEGScan) {
    start = scan.spectralStart
    end = scan.spectralEnd
    lowBit = scan.approximationLow
    kind =
      if scan.spectralStart == 0 {
        scan.approximationHigh == 0 ? .firstDC : .refinedDC
      } else {
        scan.approximationHigh == 0 ? .firstAC : .refinedAC
      }
  }

  mutating func restart() {
    predictions = .init(repeating: 0)
    emptyBlockCount = 0
  }

  @inline(__always)
  mutating func decode(
    _ place: JPEGBlockPlace, at offset: Int, from reader: inout JPEGBitReader, of file: Span<UInt8>,
    tables: Span<UInt32>, order: Span<UInt8>,
    into coefficients: inout MutableSpan<Int16>
  ) {
    switch kind {
    case .firstDC:
      reader.refill(file)
      let difference = reader.takeDifference(tables, place.tableDC)
      let number = place.number & 3
      let value = predictions[number] &+ Int32(truncatingIfNeeded: difference)
      predictions[number] = value
      coefficients[offset] = Int16(truncatingIfNeeded: value &<< Int32(lowBit))
    case .refinedDC:
      reader.refill(file)
      if reader.take(1) == 1 { coefficients[offset] |= 1 &<< Int16(lowBit) }
    case .firstAC:
      if emptyBlockCount > 0 {
        emptyBlockCount -= 1
        return
      }
      decodeFirst(&coefficients, offset, &reader, file, tables, place.tableAC, order)
    case .refinedAC:
      refine(&coefficients, offset, &reader, file, tables, place.tableAC, order)
    }
  }

  /// The first scan of coefficients after the first (T.81, G.1.2.2).
  @inline(__always)
  private mutating func decodeFirst(
    _ coefficients: inout MutableSpan<Int16>, _ offset: Int, _ reader: inout JPEGBitReader,
    _ file: Span<UInt8>, _ tables: Span<UInt32>, _ table: Int,
    _ order: Span<UInt8>
  ) {
    var index = start
    while index <= end {
      reader.refill(file)
      let entry = reader.takeEntry(tables, table)
      let run = Int(entry &>> 8) & 15
      let size = Int(entry &>> 12) & 15
      var value = Int(Int32(bitPattern: entry) &>> 16)
      if size > 0 {
        value = reader.takeCoefficient(size)
      } else if value == 0 {
        if run < 15 {
          emptyBlockCount = (1 << run) - 1
          if run > 0 { emptyBlockCount += reader.take(run) }
          return
        }
        index += 16
        continue
      }
      index += run
      if index > end {
        reader.leadsAstray()
        index = min(index, 63)
      }
      coefficients[offset &+ Int(order[index])] = Int16(
        truncatingIfNeeded: value &<< lowBit)
      index += 1
    }
  }

  /// A scan that tells a further bit (T.81, G.1.2.3): of each coefficient that is not zero, and in
  /// between which zeros become one.
  @inline(__always)
  private mutating func refine(
    _ coefficients: inout MutableSpan<Int16>, _ offset: Int, _ reader: inout JPEGBitReader,
    _ file: Span<UInt8>, _ tables: Span<UInt32>, _ table: Int,
    _ order: Span<UInt8>
  ) {
    let bit = Int16(1) &<< Int16(lowBit)
    var index = start
    if emptyBlockCount == 0 {
      while index <= end {
        reader.refill(file)
        let entry = reader.takeEntry(tables, table)
        var run = Int(entry &>> 8) & 15
        let size = Int(entry &>> 12) & 15
        var newValue = Int16(truncatingIfNeeded: Int32(bitPattern: entry) &>> 16)
        if size > 0 { newValue = Int16(truncatingIfNeeded: reader.takeCoefficient(size)) }
        if newValue == 0, run < 15 {
          emptyBlockCount = 1 << run
          if run > 0 { emptyBlockCount += reader.take(run) }
          break
        }
        if newValue.magnitude > 1 {
          reader.leadsAstray()
          newValue = newValue.signum()
        }
        // `run` zeros stay as they are; what is not zero on the way is refined.
        while index <= end {
          let place = offset &+ Int(order[index])
          if coefficients[place] != 0 {
            Self.refine(&coefficients[place], by: bit, &reader, file)
          } else {
            if run == 0 { break }
            run -= 1
          }
          index += 1
        }
        if newValue != 0 {
          if index > end { reader.leadsAstray() }
          coefficients[offset &+ Int(order[min(index, 63)])] = newValue &* bit
        }
        index += 1
      }
    }
    if emptyBlockCount > 0 {
      while index <= end {
        let place = offset &+ Int(order[index])
        if coefficients[place] != 0 { Self.refine(&coefficients[place], by: bit, &reader, file) }
        index += 1
      }
      emptyBlockCount -= 1
    }
  }

  @inline(__always)
  private static func refine(
    _ coefficient: inout Int16, by bit: Int16, _ reader: inout JPEGBitReader, _ file: Span<UInt8>
  ) {
    reader.refill(file)
    guard reader.take(1) == 1, coefficient & bit == 0 else { return }
    coefficient &+= coefficient > 0 ? bit : 0 &- bit
  }
}

/// Decodes the blocks of one kind of scan.
protocol JPEGBlockDecoder {
  /// What a block becomes: samples or coefficients.
  associatedtype Element

  /// Decodes the next block.
  ///
  /// - Parameters:
  ///   - place: Which block of a unit it is.
  ///   - factors: The factors of the components of the scan, each in zigzag order.
  ///   - offset: Where the block's first element stands in `elements`.
  mutating func decode(
    _ place: JPEGBlockPlace, at offset: Int, from reader: inout JPEGBitReader, of file: Span<UInt8>,
    tables: Span<UInt32>, factors: Span<Int16>, into elements: inout MutableSpan<Element>
  ) throws(ImageDecodingError)

  /// Forgets what blocks before a restart have said.
  mutating func restart()
}

/// A block in every unit of a scan: which component it belongs to, and where it is stored.
struct JPEGBlockPlace {
  /// The component's number in the scan.
  let number: Int
  let tableDC: Int
  let tableAC: Int
  /// The distance between rows of the stored block.
  let stride: Int
  let firstOffset: Int
  let columnStep: Int
  let rowStep: Int
}

extension JPEGScan {
  /// The blocks of a unit.
  ///
  /// - Parameter storesRows: Whether rows of samples are stored, and not block after block.
  func places(
    _ frame: JPEGFrame, tables: borrowing JPEGHuffmanTables, storesRows: Bool
  ) throws(ImageDecodingError) -> [JPEGBlockPlace] {
    let needsDC = spectralStart == 0 && approximationHigh == 0
    let needsAC = spectralEnd > 0
    var places: [JPEGBlockPlace] = []
    for (number, selected) in components.enumerated() {
      let component = frame.components[selected.index]
      let tableDC = tables.base(isAC: false, number: selected.tableDC)
      let tableAC = tables.base(isAC: true, number: selected.tableAC)
      if needsDC && tableDC == nil || needsAC && tableAC == nil {
        throw .malformed(
          format: .jpeg, offset: dataOffset, reason: "a Huffman table of the scan is missing")
      }
      let stride = storesRows ? component.stride : 8
      let across = storesRows ? 8 : 64
      let down = component.storedBlockColumns * 64
      // A scan of one component has units of one block.
      let columns = components.count == 1 ? 1 : component.horizontalSampling
      let rows = components.count == 1 ? 1 : component.verticalSampling
      for row in 0..<rows {
        for column in 0..<columns {
          places.append(
            JPEGBlockPlace(
              number: number, tableDC: tableDC ?? 0, tableAC: tableAC ?? 0, stride: stride,
              firstOffset: component.firstBlock * 64 + row * down + column * across,
              columnStep: columns * across, rowStep: rows * down))
        }
      }
    }
    return places
  }

  /// Decodes all blocks.
  ///
  /// - Returns: Where the scan ends.
  @inline(__always)
  func decode<Decoder: JPEGBlockDecoder>(
    _ file: Span<UInt8>, frame: JPEGFrame, places: [JPEGBlockPlace],
    tables: borrowing JPEGHuffmanTables, factors: [Int16], restartInterval: Int,
    with decoder: inout Decoder,
    into elements: inout MutableSpan<Decoder.Element>
  ) throws(ImageDecodingError) -> Int {
    var reader = JPEGBitReader(position: dataOffset)
    let single = frame.components[components[0].index]
    let columns = components.count == 1 ? single.blockColumns : frame.unitColumns
    let rows = components.count == 1 ? single.blockRows : frame.unitRows
    let entries = tables.entries.span
    let places = places.span
    let factors = factors.span
    var unitsLeft = restartInterval > 0 ? restartInterval : Int.max
    var restartCount = 0
    for row in 0..<rows {
      for column in 0..<columns {
        if unitsLeft == 0 {
          try reader.restart(file, number: restartCount)
          decoder.restart()
          restartCount += 1
          unitsLeft = restartInterval
        }
        unitsLeft -= 1
        for index in places.indices {
          let place = places[index]
          let offset = place.firstOffset + row * place.rowStep + column * place.columnStep
          try decoder.decode(
            place, at: offset, from: &reader, of: file, tables: entries,
            factors: factors, into: &elements)
        }
        if reader.isExhausted { throw reader.failure(file, "the scan ends too early") }
      }
    }
    return reader.position
  }
}

/// Decodes the blocks of one kind of scan.
protocol JPEGBlockDecoder {
  /// Decodes the next block.
  ///
  /// - Parameters:
  ///   - place: Which block of a unit it is.
  ///   - offset: Where the block's first coefficient stands in `coefficients`.
  mutating func decode(
    _ place: JPEGBlockPlace, at offset: Int, from reader: inout JPEGBitReader, of file: Span<UInt8>,
    tables: Span<UInt32>, order: Span<UInt8>,
    into coefficients: inout MutableSpan<Int16>
  )

  /// Forgets what blocks before a restart have said.
  mutating func restart()
}

/// A block in every unit of a scan: which component it belongs to, and where it is stored.
struct JPEGBlockPlace {
  /// The component's number in the scan.
  let number: Int
  let tableDC: Int
  let tableAC: Int
  let firstOffset: Int
  let columnStep: Int
  let rowStep: Int
}

extension JPEGScan {
  /// The blocks of a unit.
  ///
  /// - Parameter storesAll: Whether the coefficients of all components are stored, each block in its
  ///   place, and not those of a row of units, component after component.
  func places(
    _ frame: JPEGFrame, tables: borrowing JPEGHuffmanTables, storesAll: Bool
  ) throws(ImageDecodingError) -> [JPEGBlockPlace] {
    let needsDC = spectralStart == 0 && approximationHigh == 0
    let needsAC = spectralEnd > 0
    var places: [JPEGBlockPlace] = []
    var rowOffset = 0
    for (number, selected) in components.enumerated() {
      let component = frame.components[selected.index]
      let tableDC = tables.base(isAC: false, number: selected.tableDC)
      let tableAC = tables.base(isAC: true, number: selected.tableAC)
      if needsDC && tableDC == nil || needsAC && tableAC == nil {
        throw .malformed(
          format: .jpeg, offset: dataOffset, reason: "a Huffman table of the scan is missing")
      }
      // A scan of one component has units of one block.
      let columns = components.count == 1 ? 1 : component.horizontalSampling
      let rows = components.count == 1 ? 1 : component.verticalSampling
      let down = component.storedBlockColumns * 64
      let first = storesAll ? component.firstBlock * 64 : rowOffset
      rowOffset += rows * down
      for row in 0..<rows {
        for column in 0..<columns {
          places.append(
            JPEGBlockPlace(
              number: number, tableDC: tableDC ?? 0, tableAC: tableAC ?? 0,
              firstOffset: first + row * down + column * 64,
              columnStep: columns * 64, rowStep: storesAll ? rows * down : 0))
        }
      }
    }
    return places
  }

  /// Where the scan begins.
  func beginning(restartInterval: Int, acceptsDamage: Bool) -> JPEGScanState {
    JPEGScanState(
      reader: JPEGBitReader(position: dataOffset), restartInterval: restartInterval,
      acceptsDamage: acceptsDamage)
  }

  /// How many units there are in each direction.
  func units(of frame: JPEGFrame) -> (columns: Int, rows: Int) {
    if components.count > 1 { return (frame.unitColumns, frame.unitRows) }
    let component = frame.components[components[0].index]
    return (component.blockColumns, component.blockRows)
  }

  /// Decodes a row of units into coefficients; those of a block not decoded stay as they are.
  ///
  /// - Throws: if the scan is damaged and that is not accepted.
  @inline(__always)
  func decode<Decoder: JPEGBlockDecoder>(
    row: Int, columns: Int, _ file: Span<UInt8>, places: [JPEGBlockPlace],
    tables: Span<UInt32>, state: inout JPEGScanState, with decoder: inout Decoder,
    into coefficients: inout MutableSpan<Int16>
  ) throws(ImageDecodingError) {
    let places = places.span
    let zigzag = JPEGZigzag.places
    let order = zigzag.span
    // A copy, so that it can stay in registers.
    var reader = state.reader
    for column in 0..<columns {
      if state.unitsLeft == 0 {
        state.reader = reader
        try state.restart(file)
        reader = state.reader
        decoder.restart()
      }
      state.unitsLeft &-= 1
      if state.isStarved { continue }
      for index in places.indices {
        let place = places[index]
        let offset = place.firstOffset &+ row &* place.rowStep &+ column &* place.columnStep
        decoder.decode(
          place, at: offset, from: &reader, of: file, tables: tables, order: order,
          into: &coefficients)
      }
      if reader.hasFailed {
        state.reader = reader
        try state.takeDamage(file)
        reader = state.reader
      }
    }
    state.reader = reader
  }
}

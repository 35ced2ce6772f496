/// Writes a baseline JPEG file.
struct JPEGWriter {
  private var bytes: [UInt8] = []
  private var bits: UInt64 = 0
  private var bitCount = 0
  private let tables: [[JPEGCode]]
  private let restartInterval: Int

  /// A Huffman code: its bits and how many.
  private typealias JPEGCode = (bits: UInt32, length: Int)

  init(_ coefficients: JPEGCoefficients, restartInterval: Int) {
    self.restartInterval = restartInterval
    bytes.reserveCapacity(coefficients.width * coefficients.height / 4 + 1024)
    // Luma's constant and other coefficients, then chroma's.
    tables = [false, true].flatMap { isChrominance in
      [false, true].map { isAC in
        Self.codes(JPEGStandardHuffmanTable(isAC: isAC, isChrominance: isChrominance))
      }
    }
  }

  private static func codes(_ table: JPEGStandardHuffmanTable) -> [JPEGCode] {
    var codes = [JPEGCode](repeating: (0, 0), count: 256)
    var (code, next) = (UInt32(0), 0)
    for length in 1...16 {
      for _ in 0..<table.counts[length - 1] {
        codes[Int(table.symbols[next])] = (code, length)
        code += 1
        next += 1
      }
      code <<= 1
    }
    return codes
  }

  /// Writes what precedes the scan.
  mutating func writeHeader(_ image: JPEGCoefficients) {
    bytes += [0xFF, JPEGMarker.startOfImage]
    // Version 1.1, pixels of no stated size, no thumbnail.
    writeSegment(JPEGMarker.jfif, Array("JFIF".utf8) + [0, 1, 1, 0, 0, 1, 0, 1, 0, 0])
    let isGray = image.planes.count == 1
    for (number, plane) in image.planes.prefix(2).enumerated() {
      writeSegment(
        JPEGMarker.quantizationTables,
        [UInt8(number)]
          + JPEGZigzag.places.map { UInt8(truncatingIfNeeded: plane.factors[Int($0)]) })
    }
    var frame: [UInt8] = [8]
    for side in [image.height, image.width] {
      frame += [UInt8(truncatingIfNeeded: side >> 8), UInt8(truncatingIfNeeded: side)]
    }
    frame.append(UInt8(image.planes.count))
    for index in image.planes.indices {
      let sampling: UInt8 = index == 0 && image.isHalved ? 0x22 : 0x11
      frame += [UInt8(index + 1), sampling, index == 0 ? 0 : 1]
    }
    writeSegment(0xC0, frame)
    for isChrominance in isGray ? [false] : [false, true] {
      for isAC in [false, true] {
        let table = JPEGStandardHuffmanTable(isAC: isAC, isChrominance: isChrominance)
        let kind: UInt8 = (isAC ? 0x10 : 0) + (isChrominance ? 1 : 0)
        writeSegment(
          JPEGMarker.huffmanTables, [kind] + table.counts.map { UInt8($0) } + table.symbols)
      }
    }
    if restartInterval > 0 {
      writeSegment(
        JPEGMarker.restartInterval,
        [UInt8(restartInterval >> 8), UInt8(truncatingIfNeeded: restartInterval)])
    }
    var scan = [UInt8(image.planes.count)]
    for index in image.planes.indices { scan += [UInt8(index + 1), index == 0 ? 0 : 0x11] }
    writeSegment(JPEGMarker.startOfScan, scan + [0, 63, 0])
  }

  private mutating func writeSegment(_ marker: UInt8, _ contents: [UInt8]) {
    let length = contents.count + 2
    bytes += [0xFF, marker, UInt8(truncatingIfNeeded: length >> 8)]
    bytes.append(UInt8(truncatingIfNeeded: length))
    bytes += contents
  }

  /// Writes all blocks.
  ///
  /// Where a unit goes beyond the blocks of a plane, a block has the constant coefficient of the one
  /// written before it and no other, as in libjpeg.
  mutating func writeScan(_ image: JPEGCoefficients) {
    let side = image.isHalved ? 2 : 1
    var constants = [0, 0, 0]
    let unitRows = (image.planes[0].blockRows + side - 1) / side
    let unitColumns = (image.planes[0].blockColumns + side - 1) / side
    for unitRow in 0..<unitRows {
      for unitColumn in 0..<unitColumns {
        let unit = unitRow * unitColumns + unitColumn
        if restartInterval > 0, unit > 0, unit % restartInterval == 0 {
          writeRestart(unit / restartInterval - 1)
          constants = [0, 0, 0]
        }
        for index in image.planes.indices {
          let plane = image.planes[index]
          let count = index == 0 ? side : 1
          for row in unitRow * count..<(unitRow + 1) * count {
            for column in unitColumn * count..<(unitColumn + 1) * count {
              let isThere = row < plane.blockRows && column < plane.blockColumns
              let place = isThere ? (row * plane.blockColumns + column) * 64 : nil
              constants[index] = writeBlock(
                plane.blocks.span, place, previous: constants[index], isLuma: index == 0)
            }
          }
        }
      }
    }
  }

  private mutating func writeRestart(_ number: Int) {
    fillByte()
    bytes += [0xFF, JPEGMarker.firstRestart + UInt8(number & 7)]
  }

  private mutating func writeBlock(
    _ blocks: Span<Int16>, _ place: Int?, previous: Int, isLuma: Bool
  ) -> Int {
    let base = isLuma ? 0 : 2
    guard let place else {
      writeCoefficient(0, run: 0, base)
      writeCode(0, base + 1)
      return previous
    }
    let constant = Int(blocks[place])
    writeCoefficient(constant - previous, run: 0, base)
    let zigzag = JPEGZigzag.places
    let order = zigzag.span
    var run = 0
    for index in 1..<64 {
      let value = Int(blocks[place + Int(order[index])])
      if value == 0 {
        run += 1
        continue
      }
      while run > 15 {
        writeCode(0xF0, base + 1)
        run -= 16
      }
      writeCoefficient(value, run: run, base + 1)
      run = 0
    }
    if run > 0 { writeCode(0, base + 1) }
    return constant
  }

  private mutating func writeCode(_ symbol: Int, _ table: Int) {
    let code = tables[table][symbol]
    write(code.bits, code.length)
  }

  private mutating func writeCoefficient(_ value: Int, run: Int, _ table: Int) {
    let size = Int.bitWidth - value.magnitude.leadingZeroBitCount
    writeCode(run << 4 | size, table)
    if size > 0 {
      let bits = value < 0 ? value + (1 << size) - 1 : value
      write(UInt32(truncatingIfNeeded: bits), size)
    }
  }

  private mutating func write(_ value: UInt32, _ count: Int) {
    bits = bits << UInt64(count) | UInt64(value)
    bitCount += count
    while bitCount >= 8 {
      bitCount -= 8
      let byte = UInt8(truncatingIfNeeded: bits >> UInt64(bitCount))
      bytes.append(byte)
      if byte == 0xFF { bytes.append(0) }
    }
  }

  /// Fills the last byte with ones.
  private mutating func fillByte() {
    write(0x7F, 7)
    bitCount = 0
  }

  /// The file.
  consuming func finished() -> [UInt8] {
    fillByte()
    bytes += [0xFF, JPEGMarker.endOfImage]
    return bytes
  }
}

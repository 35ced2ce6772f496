/// Decodes whole blocks to samples.
struct JPEGSequentialDecoder: JPEGBlockDecoder {
  private var predictions = SIMD4<Int32>()

  mutating func restart() { predictions = SIMD4() }

  @inline(__always)
  mutating func decode(
    _ place: JPEGBlockPlace, at offset: Int, from reader: inout JPEGBitReader, of file: Span<UInt8>,
    tables: Span<UInt32>, factors: Span<Int16>, into samples: inout MutableSpan<UInt8>
  ) throws(ImageDecodingError) {
    let factors = factors.extracting(place.number &* 64..<place.number &* 64 &+ 64)
    reader.refill(file)
    guard let difference = reader.takeDifference(tables, place.tableDC) else {
      throw reader.failure(file, "no code begins so")
    }
    let number = place.number & 3
    let value = predictions[number] &+ Int32(truncatingIfNeeded: difference)
    predictions[number] = value
    var block = JPEGBlock()
    block[0] = Int16(truncatingIfNeeded: value) &* factors[0]
    let count = Self.decodeCoefficients(&block, place.tableAC, &reader, file, tables, factors)
    if count == 1 {
      samples.fillBlock(
        at: offset, stride: place.stride, with: JPEGInverseTransform.flatSample(block[0]))
      return
    }
    if count == 0 { throw reader.failure(file, "no code begins so, or it leads out of the block") }
    samples.writeBlock(
      JPEGInverseTransform.samples(of: block), at: offset, stride: place.stride)
  }

  /// Decodes the coefficients after the first; tells after which place in zigzag order all are
  /// zero, or 0 if the bits make no sense.
  @inline(__always)
  private static func decodeCoefficients(
    _ block: inout JPEGBlock, _ table: Int, _ reader: inout JPEGBitReader, _ file: Span<UInt8>,
    _ tables: Span<UInt32>, _ factors: Span<Int16>
  ) -> Int {
    var index = 1
    while index < 64 {
      reader.refill(file)
      guard let entry = reader.takeEntry(tables, table) else { return 0 }
      let run = Int(entry &>> 8) & 15
      let size = Int(entry &>> 12) & 15
      var value = Int(Int32(bitPattern: entry) &>> 16)
      if size > 0 {
        value = reader.takeCoefficient(size)
      } else if value == 0 {
        // All others are zero, or sixteen are.
        if run < 15 { break }
        index &+= 16
        continue
      }
      index &+= run
      guard index < 64 else { return 0 }
      block[JPEGBlock.naturalOrder[index]] = Int16(truncatingIfNeeded: value) &* factors[index]
      index &+= 1
    }
    return index
  }
}

extension JPEGBitReader {
  /// The difference of a first coefficient to the one before.
  @inline(__always)
  mutating func takeDifference(_ tables: Span<UInt32>, _ table: Int) -> Int? {
    guard let entry = takeEntry(tables, table) else { return nil }
    let size = Int(entry &>> 12) & 15
    return size > 0 ? takeCoefficient(size) : Int(Int32(bitPattern: entry) &>> 16)
  }
}

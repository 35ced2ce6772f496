/// The bytes of `numbers`, each IEEE 754 single precision with the low byte first.
func littleEndianBytes(of numbers: [Float]) -> [UInt8] {
  let source = numbers.span
  return [UInt8](capacity: 4 * source.count) { output in
    for index in source.indices {
      let bits = source[index].bitPattern
      output.append(UInt8(truncatingIfNeeded: bits))
      output.append(UInt8(truncatingIfNeeded: bits >> 8))
      output.append(UInt8(truncatingIfNeeded: bits >> 16))
      output.append(UInt8(truncatingIfNeeded: bits >> 24))
    }
  }
}

/// The single-precision numbers whose bytes, the low one first, are `bytes[start...]`.
///
/// - Precondition: `bytes` has `count` numbers from `start` on.
func littleEndianFloats(in bytes: [UInt8], from start: Int, count: Int) -> [Float] {
  let source = bytes.span.extracting(start..<start + 4 * count)
  return [Float](capacity: count) { output in
    for index in 0..<count {
      let first = 4 * index
      output.append(
        Float(
          bitPattern: UInt32(source[first]) | UInt32(source[first + 1]) << 8
            | UInt32(source[first + 2]) << 16 | UInt32(source[first + 3]) << 24))
    }
  }
}

/// The bytes of `number`, the low byte first.
func littleEndianBytes(of number: some FixedWidthInteger) -> [UInt8] {
  (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

/// The unsigned number of `count` bytes, the low one first, at `start` of `bytes`.
///
/// - Precondition: `bytes` has them and `count` is at most 8.
func littleEndianInteger(in bytes: [UInt8], from start: Int, count: Int) -> UInt64 {
  (0..<count).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
}

/// The product of `factors`; nil if one is negative or the product is beyond `Int`.
///
/// Like the count of a shape, it is multiplied from the left, so that an overflow is one even when
/// a later factor is 0.
func checkedProduct(_ factors: [Int]) -> Int? {
  var product = 1
  for factor in factors {
    let (next, overflow) = product.multipliedReportingOverflow(by: factor)
    if overflow || factor < 0 { return nil }
    product = next
  }
  return product
}

/// A text from a file, safe for a one-line message: no control characters, at most 60 characters.
func printable(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars.prefix(60) {
    result.unicodeScalars.append(scalar.value < 32 || scalar.value == 127 ? "?" : scalar)
  }
  return text.unicodeScalars.count > 60 ? result + "…" : result
}

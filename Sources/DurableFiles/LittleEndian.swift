/// The bytes of `number`, the low byte first.
package func littleEndianBytes(of number: some FixedWidthInteger) -> [UInt8] {
  (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

/// The bytes of `numbers`, each IEEE 754 single precision with the low byte first.
package func littleEndianBytes(of numbers: [Float]) -> [UInt8] {
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

/// The number at `offset` of `bytes`.
///
/// - Precondition: `bytes` has four from there on.
package func littleEndianUInt32(in bytes: [UInt8], at offset: Int) -> UInt32 {
  (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
}

/// The number at `offset` of `bytes`.
///
/// - Precondition: `bytes` has eight from there on.
package func littleEndianUInt64(in bytes: [UInt8], at offset: Int) -> UInt64 {
  (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
}

/// The single-precision numbers whose bytes, the low one first, are `bytes[range]`.
///
/// - Precondition: `bytes` has that range.
package func littleEndianFloats(in bytes: [UInt8], _ range: Range<Int>) -> [Float] {
  let source = bytes.span.extracting(range)
  return [Float](capacity: range.count / 4) { output in
    for index in 0..<range.count / 4 {
      let first = 4 * index
      output.append(
        Float(
          bitPattern: UInt32(source[first]) | UInt32(source[first + 1]) << 8
            | UInt32(source[first + 2]) << 16 | UInt32(source[first + 3]) << 24))
    }
  }
}

/// The unsigned number of `count` bytes, the low one first, at `start` of `bytes`.
///
/// - Precondition: `bytes` has them and `count` is at most 8.
package func littleEndianInteger(in bytes: [UInt8], from start: Int, count: Int) -> UInt64 {
  (0..<count).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
}

/// The bytes of `numbers`, of each the low byte first.
package func littleEndianBytes<Integer: FixedWidthInteger>(of numbers: [Integer]) -> [UInt8] {
  let source = numbers.span
  let size = Integer.bitWidth / 8
  return [UInt8](capacity: size * source.count) { output in
    for index in source.indices {
      for byte in 0..<size {
        output.append(UInt8(truncatingIfNeeded: source[index] >> (8 * byte)))
      }
    }
  }
}

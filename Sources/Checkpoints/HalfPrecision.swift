// IEEE 754 half precision in integer arithmetic: not every processor's Swift has `Float16`.

/// The number whose half-precision bits are `bits`.
func single(fromHalf bits: UInt16) -> Float {
  let magnitude = UInt32(bits & 0x7FFF)
  let sign = UInt32(bits & 0x8000) << 16
  if magnitude >= 0x7C00 {
    // Infinities, and what is not a number, whose payload stays.
    return Float(bitPattern: sign | 0x7F80_0000 | (magnitude & 0x03FF) << 13)
  }
  // The exponents' biases differ by 112. The product is exact, also where the half is subnormal.
  let value = Float(bitPattern: magnitude << 13) * 0x1p112
  return Float(bitPattern: value.bitPattern | sign)
}

/// The bits of the half-precision number nearest to `value`, of two equally near ones the even one;
/// infinity from 65520 on.
func half(_ value: Float) -> UInt16 {
  let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
  let magnitude = value.magnitude
  if magnitude.isNaN {
    return sign | 0x7E00 | UInt16(truncatingIfNeeded: value.bitPattern >> 13) & 0x03FF
  }
  if magnitude >= 65520 { return sign | 0x7C00 }
  if magnitude < 0x1p-14 {
    // The spacing of single-precision numbers from 0.5 on is that of subnormal halves: 2⁻²⁴.
    let shifted = (magnitude + 0.5).bitPattern &- Float(0.5).bitPattern
    return sign | UInt16(truncatingIfNeeded: shifted)
  }
  // Half a unit of what is cut off, less one where the number above it is even; then the biases.
  let bits = magnitude.bitPattern
  let rounded = bits &+ 0x0FFF &+ (bits >> 13 & 1)
  return sign | UInt16(truncatingIfNeeded: (rounded >> 13) &- 112 << 10)
}

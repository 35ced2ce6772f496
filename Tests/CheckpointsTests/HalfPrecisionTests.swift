import Testing

@testable import Checkpoints

/// Half precision, held against the definition of its numbers.
@Suite struct HalfPrecisionTests {
  /// The value that IEEE 754 gives 16 bits, in double precision; nil if it is not finite.
  private static func value(_ bits: UInt16) -> Double? {
    let exponent = Int(bits >> 10 & 31)
    let fraction = Double(bits & 0x3FF) / 1024
    if exponent == 31 { return nil }
    let scale = Double(sign: .plus, exponent: max(exponent, 1) - 15, significand: 1)
    return (bits & 0x8000 == 0 ? 1 : -1) * (fraction + (exponent == 0 ? 0 : 1)) * scale
  }

  @Test func everyHalfIsReadExactlyAndWrittenBack() {
    for bits in UInt16.min...UInt16.max {
      let read = single(fromHalf: bits)
      if let expected = Self.value(bits) {
        #expect(Double(read) == expected && (read.sign == .minus) == (bits & 0x8000 != 0))
        #expect(half(read) == bits)
      } else {
        #expect(bits & 0x3FF == 0 ? read.isInfinite : read.isNaN)
        #expect(bits & 0x3FF == 0 ? half(read) == bits : single(fromHalf: half(read)).isNaN)
      }
    }
  }

  /// Between two neighbours the nearer one is taken, and in the middle the even one.
  @Test func numbersBetweenHalvesAreRounded() throws {
    for bits in UInt16(0)..<0x7BFF {
      let (low, high) = (try #require(Self.value(bits)), try #require(Self.value(bits + 1)))
      let middle = Float((low + high) / 2)
      #expect(half(middle) == (bits & 1 == 0 ? bits : bits + 1))
      #expect(half(middle.nextDown) == bits && half(middle.nextUp) == bits + 1)
      #expect(half(-middle.nextUp) == (bits + 1) | 0x8000)
    }
    #expect(half(65519.996) == 0x7BFF && half(65520) == 0x7C00 && half(1e38) == 0x7C00)
  }
}

/// ‖actual − expected‖ / ‖expected‖ in double precision, the Euclidean norm; 0 when both are zero.
public func relativeError(_ actual: [Float], _ expected: [Double]) -> Double {
  precondition(actual.count == expected.count, "\(actual.count) numbers against \(expected.count)")
  var difference = 0.0
  var norm = 0.0
  for index in actual.indices {
    let delta = Double(actual[index]) - expected[index]
    difference += delta * delta
    norm += expected[index] * expected[index]
  }
  if difference == 0 { return 0 }
  return (difference / norm).squareRoot()
}

/// How many representable numbers apart two floats are; `Int.max` if one is not a number.
public func distanceInUnitsInTheLastPlace(_ a: Float, _ b: Float) -> Int {
  guard !a.isNaN, !b.isNaN else { return Int.max }
  func ordinal(_ x: Float) -> Int {
    let bits = Int(Int32(bitPattern: x.bitPattern))
    return bits >= 0 ? bits : Int(Int32.min) - bits
  }
  return abs(ordinal(a) - ordinal(b))
}

/// How precisely a component's coefficients are known after the scans of a progressive frame.
struct JPEGPrecision {
  /// For each coefficient in zigzag order its lowest bit that is known; `nil` before any is.
  private(set) var lowestBits = [Int?](repeating: nil, count: 64)
  /// The same before the last scan.
  private(set) var earlierLowestBits = [Int?](repeating: nil, count: 64)

  /// Takes notice of a scan, which tells of component `number` or of others.
  mutating func advance(by scan: JPEGScan, component number: Int) {
    earlierLowestBits = lowestBits
    guard scan.components.contains(where: { $0.index == number }) else { return }
    for index in scan.spectralStart...scan.spectralEnd {
      lowestBits[index] = scan.approximationLow
    }
  }

  /// Whether every bit is known.
  var isWhole: Bool { lowestBits.allSatisfy { $0 == 0 } }
}

import MicrokernelTemplates
import TestSupport

extension MicrokernelTests {
  static func multiplyAddPeak(
    _ tile: TileKernel<MultiplyAddPeakFunction>, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let count = random.extent(upTo: 1000)
    let factor = random.uniform(in: -0.99...0.99)
    let addend = random.uniform()
    var result = guarded(tile.rows * tile.columns)
    tile.function(count, factor, addend, &result)
    let values = unguarded(result, tile.rows * tile.columns)
    var trial = MicrokernelTrial(
      actual: [], expected: [], tolerance: [], problem: "\(count) steps by \(factor), \(addend)")
    for chain in 0..<tile.rows {
      // All floats of a vector do the same; one of them stands for all.
      let floats = values.dropFirst(chain * tile.columns).prefix(tile.columns)
      trial.actual.append(floats.allSatisfy { $0 == floats.first } ? floats.first ?? .nan : .nan)
      var (value, error) = (Double(chain), 0.0)
      for _ in 0..<count {
        let product = value * Double(factor)
        value = product + Double(addend)
        error = abs(Double(factor)) * error + epsilon * (abs(product) + abs(Double(addend)))
      }
      trial.expected.append(value)
      trial.tolerance.append(error)
    }
    return trial
  }

  static func exclusiveOr(
    _ function: ExclusiveOrFunction, _ random: inout SeededRandom
  ) -> MicrokernelTrial {
    let x = random.uniforms(random.extent(upTo: 1000))
    let actual = function(x.count, x)
    let expected = x.reduce(UInt32(0)) { $0 ^ $1.bitPattern }
    // In halves, which single precision holds exactly.
    func halves(_ bits: UInt32) -> [UInt32] { [bits >> 16, bits & 0xFFFF] }
    return MicrokernelTrial(
      actual: halves(actual).map { Float($0) }, expected: halves(expected).map { Double($0) },
      tolerance: [0, 0], problem: "\(x.count) elements")
  }
}

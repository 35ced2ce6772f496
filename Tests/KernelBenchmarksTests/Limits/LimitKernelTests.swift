import Kernels
import TestSupport
import Testing

@testable import KernelBenchmarks

/// The two micro-kernels that measure limits, on every instruction set.
@Suite struct LimitKernelTests {
  @Test func peakTakesEveryStep() {
    for kernels in KernelSet.all {
      let tile = kernels.microkernels.multiplyAddPeak
      for count in [0, 1, 7, 50] {
        let result = FloatBuffer(tile.rows * tile.columns, repeating: -1)
        tile.function(count, 0.75, 0.3, result.pointer)
        for row in 0..<tile.rows {
          var expected = Double(row)
          for _ in 0..<count { expected = expected * Double(Float(0.75)) + Double(Float(0.3)) }
          for column in 0..<tile.columns {
            let value = Double(result.pointer[row * tile.columns + column])
            // Each step rounds twice at most, and the factor shrinks what earlier steps left: Σ 0.75ⁱ = 4.
            let bound = 8 * 0x1p-24 * max(Double(row), 1.2 / 0.75)
            #expect(abs(value - expected) <= bound, "\(kernels.level) \(count) \(row)")
          }
        }
      }
    }
  }

  @Test func exclusiveOrCoversEveryElement() {
    var random = SeededRandom(7)
    for count in [0, 1, 15, 16, 17, 31, 32, 33, 47, 64, 100, 1000] {
      let values = random.uniforms(count)
      let expected = values.reduce(UInt32(0)) { $0 ^ $1.bitPattern }
      for kernels in KernelSet.all {
        let found = values.withUnsafeBufferPointer { buffer in
          buffer.baseAddress.map { kernels.microkernels.exclusiveOr(count, $0) } ?? 0
        }
        #expect(found == expected, "\(kernels.level) \(count), seed \(random.seed)")
      }
    }
  }
}

import Kernels
import TestSupport

/// One run of a micro-kernel on random numbers, and what it should have given.
struct MicrokernelTrial {
  /// What the kernel wrote.
  var actual: [Float]
  /// The same in double precision.
  var expected: [Double]
  /// How far off each number may be.
  var tolerance: [Double]
  /// Extents, for a failure's message.
  var problem: String

  /// The first number that is off, in words; nil if all are right.
  var fault: String? {
    guard actual.count == expected.count, actual.count == tolerance.count else {
      return "\(problem): \(actual.count) numbers against \(expected.count)"
    }
    for index in actual.indices {
      let error = abs(Double(actual[index]) - expected[index])
      // Written so that not-a-number fails too.
      if !(error <= tolerance[index]) {
        return "\(problem): number \(index) is \(actual[index]), not \(expected[index]), "
          + "allowed \(tolerance[index])"
      }
    }
    return nil
  }
}

/// 2⁻²³: twice the largest relative error of one rounding.
let epsilon = Double(Float.ulpOfOne)

/// What lies beyond the elements a kernel may write, to see whether it did.
let sentinel: Float = 12_345.678

/// Room for `count` numbers, all `value`, and sixteen sentinels behind them.
func guarded(_ count: Int, filledWith value: Float = .nan) -> [Float] {
  [Float](repeating: value, count: count) + [Float](repeating: sentinel, count: 16)
}

/// `values` with sixteen sentinels behind them.
func guarded(_ values: [Float]) -> [Float] {
  values + [Float](repeating: sentinel, count: 16)
}

/// The first `count` numbers; an empty array, which no trial expects, if a sentinel has changed.
func unguarded(_ values: [Float], _ count: Int) -> [Float] {
  values[count...].allSatisfy { $0 == sentinel } ? Array(values[..<count]) : [.nan]
}

/// Extents that hit and miss multiples of sixteen.
let trialExtents = [0, 1, 2, 3, 5, 7, 13, 15, 16, 17, 31, 32, 33, 47, 64, 97, 101, 257, 1000]

extension SeededRandom {
  /// An extent from 0 to `limit`: often one of ``trialExtents``.
  mutating func extent(upTo limit: Int) -> Int {
    let usual = trialExtents.filter { $0 <= limit }
    return integer(in: 0...2) == 0 ? integer(in: 0...limit) : element(of: usual)
  }

  /// Numbers of which one in eight is 0, −0 or repeats, so that ties are met.
  mutating func uniformsWithTies(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      integer(in: 0...7) == 0 ? element(of: [0, -0.0, 0.5, -0.5]) : uniform()
    }
  }
}
